"""The rules: what each checks, and how often it was right by the word of people."""

from hub import plugins


def of(reader, code, who="coordinator"):
    return next(row for row in reader(who).get("/v1/rules").json() if row["code"] == code)


def open_findings(reader):
    return reader("coordinator").get("/v1/findings", params={"limit": 200}).json()["items"]


def test_every_rule_is_listed_with_its_thresholds(reader):
    rows = reader("coordinator").get("/v1/rules").json()

    assert [row["code"] for row in rows] == sorted(plugins.rules())
    assert of(reader, "SCHEDULE-SLIP")["thresholds"]["task_wd"] == 3


def test_while_nobody_has_decided_the_precision_is_unknown(reader):
    row = of(reader, "FORECAST-BREACH")

    assert (row["decided"], row["precision"]) == (0, None)


def test_a_false_positive_counts_against_the_rule(reader):
    first, *_ = open_findings(reader)
    before = of(reader, first["rule"])
    body = {"reason": "false_positive", "comment": "the day was a holiday"}
    answer = reader("coordinator").write(f"/v1/findings/{first['id']}/close", body)
    assert answer.status_code < 300

    after = of(reader, first["rule"])

    assert after["false_positives"] == before["false_positives"] + 1
    assert after["open"] == before["open"] - 1
    assert after["precision"] == round(
        (after["decided"] - after["false_positives"]) / after["decided"], 4
    )


def test_the_page_says_it_in_words(reader):
    page = reader("coordinator").get("/rules").text

    assert "SCHEDULE-SLIP" in page
    assert "nobody has decided" in page or "没有人作出判断" in page
