"""What an operator may say about one plan in MS Project XML: a table of kind `ms_project`."""

from typing import Annotated, Literal

from pydantic import Field

from hub.shared_folder import FolderSettings


class MsProjectSettings(FolderSettings):
    """One project of MS Project whose XML keeps coming back."""

    kind: Literal["ms_project"] = Field("ms_project", description="Always `ms_project`.")
    makes: Literal["claims", "commitments", "both"] = Field(
        "claims", description="Whether tasks are claims, a proposed plan, or both."
    )
    baseline: Annotated[int, Field(ge=0, le=10)] | None = Field(
        None, description="The baseline whose dates are proposed; without it, the scheduled ones."
    )
    levels: tuple[Literal["module", "phase"], ...] = Field(
        ("phase", "module"), description="What the summary tasks are, from the outermost inwards."
    )
    units: dict[str, str] = Field({}, description="Resource groups, and our names of them.")
    people: dict[str, str] = Field({}, description="Resources, and references to persons.")
    topics: dict[str, str] = Field({}, description="Titles of milestones, and what they are.")
    zone: str = Field("Asia/Shanghai", description="Zone in which the dates of the plan are meant.")
