"""One folder for each kind of event: the function by which the world of a project takes it in."""

from collections.abc import Callable
from typing import Any

from hub.model.event import Event
from hub.rules.world import World

Folder = Callable[[World, Any], None]
FOLDERS: dict[type[Event], Folder] = {}


def folds(*kinds: type[Event]) -> Callable[[Folder], Folder]:
    """Let the decorated function take events of these kinds into the world."""

    def register(folder: Folder) -> Folder:
        for kind in kinds:
            FOLDERS[kind] = folder
        return folder

    return register
