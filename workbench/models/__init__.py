"""The case file: what came in, what we would book, who decided, what happened."""

from workbench.models.api import ApiAnswer, ApiToken
from workbench.models.approval import Approval
from workbench.models.approval_rule import Absence, ApprovalAsked, ApprovalRule
from workbench.models.audit import AuditEvent, AuditHead
from workbench.models.bank_change import BankChange
from workbench.models.batch import Batch, BatchItem
from workbench.models.blob import Blob
from workbench.models.document import Document, DocumentPage
from workbench.models.draft import Draft, DraftLine, ReceiptConsumption
from workbench.models.evidence_pack import EvidencePack, PackState
from workbench.models.hold import Hold
from workbench.models.intake import IntakeEntry
from workbench.models.mailbox import Mailbox, PickedMail
from workbench.models.mailbox_access import AccessFlow, AccessState, MailboxAccess, Provider
from workbench.models.match_answer import MatchAnswer
from workbench.models.match_level import MatchLevelException
from workbench.models.membership import Digest, Membership, Preference, Role
from workbench.models.message import Message
from workbench.models.notice import Notice, NoticeKind
from workbench.models.outgoing import MailKind, MailState, OutgoingMail, Trouble
from workbench.models.policy import Policy
from workbench.models.posting_decision import DecisionAction, DecisionState, PostingDecision
from workbench.models.second_factor import RecoveryCode, SecondFactor
from workbench.models.sender import SenderDecision, SenderPassword
from workbench.models.talk import Comment, CommentKind, Presence, TalkRead
from workbench.models.tolerance import ToleranceException
from workbench.models.vendor_layout import LayoutLesson, VendorLayout
from workbench.models.vendor_proposal import ProposalKind, ProposalState, VendorProposal

__all__ = [
    "Absence",
    "AccessFlow",
    "AccessState",
    "ApiAnswer",
    "ApiToken",
    "Approval",
    "ApprovalAsked",
    "ApprovalRule",
    "AuditEvent",
    "AuditHead",
    "BankChange",
    "Batch",
    "BatchItem",
    "Blob",
    "Comment",
    "CommentKind",
    "DecisionAction",
    "DecisionState",
    "Digest",
    "Document",
    "DocumentPage",
    "Draft",
    "DraftLine",
    "EvidencePack",
    "Hold",
    "IntakeEntry",
    "LayoutLesson",
    "MailKind",
    "MailState",
    "Mailbox",
    "MailboxAccess",
    "MatchAnswer",
    "MatchLevelException",
    "Membership",
    "Message",
    "Notice",
    "NoticeKind",
    "OutgoingMail",
    "PackState",
    "PickedMail",
    "Policy",
    "PostingDecision",
    "Preference",
    "Presence",
    "ProposalKind",
    "ProposalState",
    "Provider",
    "ReceiptConsumption",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SenderDecision",
    "SenderPassword",
    "TalkRead",
    "ToleranceException",
    "Trouble",
    "VendorLayout",
    "VendorProposal",
]
