"""The truth in SQL: `Store` and the values it hands out."""

from retrieval.store.backup import BackupInfo
from retrieval.store.lock import holder, prepare_home, state_lock
from retrieval.store.store import Store
from retrieval.store.values import (
    AmountRow,
    CaseStep,
    Change,
    LedgerFilter,
    MeetingInfo,
    Place,
    SaveResult,
    SetAside,
    StoreCheck,
    StoredMeeting,
    VoteRow,
    Withdrawal,
)

__all__ = [
    "AmountRow",
    "BackupInfo",
    "CaseStep",
    "Change",
    "LedgerFilter",
    "MeetingInfo",
    "Place",
    "SaveResult",
    "SetAside",
    "Store",
    "StoreCheck",
    "StoredMeeting",
    "VoteRow",
    "Withdrawal",
    "holder",
    "prepare_home",
    "state_lock",
]
