"""The databases of the tests themselves."""

import sqlalchemy


def test_each_test_gets_an_empty_database(database_url: str):
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = sqlalchemy.create_engine(url)

    with engine.begin() as db:
        db.execute(sqlalchemy.text("CREATE TABLE only_mine (n INTEGER)"))

    assert sqlalchemy.inspect(engine).get_table_names() == ["only_mine"]
    engine.dispose()


def test_the_next_test_does_not_see_what_the_last_one_made(database_url: str):
    test_each_test_gets_an_empty_database(database_url)
