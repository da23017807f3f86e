"""What goes out to other systems: kept until it is sent, and sent so that it arrives once.

Rows are made from events of the log under the events' own ids, so a crash between the two stores
neither loses nor doubles one. A sender looks whether its work is already done before it does it;
that makes the effect happen once although the attempts may be many.
"""

from hub.outbox.contract import Composer, Doubtful, Message, Sender, Turn
from hub.outbox.delivering import deliver
from hub.outbox.rows import Outbox

__all__ = ["Composer", "Doubtful", "Message", "Outbox", "Sender", "Turn", "deliver"]
