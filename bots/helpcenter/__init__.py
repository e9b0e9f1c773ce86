"""The Help Center: approved answers for voters, found offline, or an honest hand-over.

Pure: no network, no clock, no database. The data files are read once by `load`.
"""

from bots.helpcenter.answer import Alternative, HelpAnswer, Reason
from bots.helpcenter.decision import Kind
from bots.helpcenter.election import Election
from bots.helpcenter.knowledge import KnowledgeBase, load
from bots.helpcenter.topic import Source, Topic

__all__ = [
    "Alternative",
    "Election",
    "HelpAnswer",
    "Kind",
    "KnowledgeBase",
    "Reason",
    "Source",
    "Topic",
    "load",
]
