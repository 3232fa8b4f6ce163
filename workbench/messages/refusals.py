"""Why something cannot be done now, and why typed input is not taken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

REFUSALS: dict[str, Message] = {
    # a draft's state
    "DRAFT_REVIEW": Message(_("Not approved yet"), _("Only approved drafts go to Exact."), _("Approve it first.")),
    "DRAFT_APPROVED": Message(
        _("Already approved"), _("It waits to be posted."), _("Take it back to review to change it.")
    ),
    "DRAFT_POSTING": Message(
        _("On its way to Exact"), _("Nothing can be changed meanwhile."), _("Wait a moment and look again.")
    ),
    "DRAFT_POSTED": Message(
        _("Already posted"), _("It stands in Exact."), _("Correct it in Exact, or book a credit note.")
    ),
    "DRAFT_FAILED": Message(
        _("Posting failed"), _("Exact refused it, or the outcome needs a person."), _("Look at the reason first.")
    ),
    "DRAFT_REJECTED": Message(_("Rejected"), _("A rejected document is not booked."), _("Reopen it to change it.")),
    "DRAFT_FILED": Message(_("Filed"), _("It is kept without being booked."), _("Reopen it to change it.")),
    "NOTHING_TO_BOOK": Message(
        _("Nothing to book"), _("It is kept as a document that is not booked."), _("File it, or say what it is.")
    ),
    "STILL_BLOCKED": Message(_("Not ready to approve"), _("Open points: %(count)s."), _("Solve what is open first.")),
    "CHANGED_MEANWHILE": Message(
        _("Changed meanwhile"),
        _("%(who)s changed this after you opened it."),
        _("Look at it again."),
        Message(_("Changed meanwhile"), _("It was changed after you opened it."), _("Look at it again.")),
    ),
    "NOTHING_TO_CHANGE": Message(_("Nothing to change"), _("It stands so already."), _("Nothing needs to be done.")),
    "CODE_NOT_IN_BOOKS": Message(
        _("Not a code of these books"),
        _("The administration has no usable code %(typed)s."),
        _("Choose a code of this administration."),
    ),
    "NOTHING_TO_UNDO": Message(
        _("Nothing to undo"), _("You have changed nothing here yet, or have undone it all."), _("Go on.")
    ),
    "NOT_A_READER": Message(
        _("Nobody to ask"), _("That person may not see these books."), _("Ask somebody who works in them.")
    ),
    "QUESTION_CLOSED": Message(
        _("Answered already"), _("Somebody answered this question meanwhile."), _("Look at the answer first.")
    ),
    "NOT_AN_EDITOR": Message(
        _("Not given"), _("That person may not work on documents of these books."), _("Choose somebody else.")
    ),
    "DAY_PAST": Message(
        _("That day is not to come"), _("A hold ends on a later day."), _("Choose a day from tomorrow on.")
    ),
    "NO_ROW_MARKED": Message(
        _("No row of a table there"),
        _("What was marked holds no line with an amount."),
        _("Draw the frame around one whole row, its amount included."),
    ),
    "HOLD_NEEDS_CAUSE": Message(
        _("This cannot be overridden"), _("It goes when its cause is solved."), _("Solve what it names.")
    ),
    "REASON_NEEDED": Message(
        _("A reason is needed"), _("Colleagues and auditors must be able to follow it."), _("Fill in why.")
    ),
    # differences with an order
    "SECOND_NEEDED": Message(
        _("A second person is needed"),
        _("This difference is worth more than %(limit)s, which one person may let go."),
        _("Answer it on the tab Match; a colleague agrees there."),
    ),
    "SECOND_IS_FIRST": Message(
        _("You gave this answer yourself"), _("A second person is somebody else."), _("Ask a colleague to agree.")
    ),
    "ANSWER_NOT_OFFERED": Message(
        _("This answer is not possible now"),
        _("The difference changed, or was answered meanwhile."),
        _("Look at the tab Match again."),
    ),
    "PRICE_NOT_KNOWN": Message(
        _("No price can be taken over"),
        _("The line has no order line with an item and a price, or the price is the same."),
        _("Choose the order line first, or accept with a reason."),
    ),
    "PRICE_DATES": Message(
        _("The price would end before it begins"),
        _("It is valid from the invoice's date on."),
        _("Type a later date, or none."),
    ),
    "UNIT_NOT_ASKED": Message(
        _("No unit has to be explained here"),
        _("The units of the line and its order line are known."),
        _("Look at the tab Match again."),
    ),
    "RECEIPT_BY_MATCH": Message(
        _("The match takes care of this receipt"),
        _("Documents in review take receipts by themselves; only what was linked afterwards is unlinked by hand."),
        _("Nothing to do."),
    ),
    "RECEIPT_NOT_FREE": Message(
        _("No receipt is left to link"),
        _("Another invoice uses it, or all that was billed is covered."),
        _("Look at the tab Match again."),
    ),
    "MAPPING_ENDED": Message(
        _("This was forgotten or changed already"), _("A colleague was first."), _("Look at the page Vendors again.")
    ),
    # rights
    "RIGHT_MISSING": Message(
        _("You may not do this"),
        _("Your role in this administration does not include: %(right)s."),
        _("Ask a colleague who may, or ask an admin for the right."),
        Message(
            _("You may not do this"),
            _("Your role in this administration does not include it."),
            _("Ask a colleague who may, or ask an admin for the right."),
        ),
    ),
    "OVER_LIMIT": Message(
        _("Above your limit"),
        _("You may approve up to %(limit)s; this is %(amount)s."),
        _("Ask an approver with a higher limit."),
    ),
    "FOUR_EYES": Message(
        _("A second pair of eyes is needed"),
        _("You changed this draft; from %(limit)s on somebody else approves it."),
        _("Ask another approver."),
    ),
    "LIMIT_IN_OTHER_CURRENCY": Message(
        _("Another currency than your limit"),
        _("This is %(currency)s %(amount)s; your limit is in the administration's currency."),
        _("Ask an approver without a limit."),
    ),
    "FOUR_EYES_OTHER_CURRENCY": Message(
        _("A second pair of eyes is needed"),
        _("You changed this draft, and %(currency)s %(amount)s cannot be held against the limit for that."),
        _("Ask another approver."),
    ),
    # posting
    "APPROVAL_STALE": Message(
        _("Changed after approval"),
        _("What would be posted is not what was approved."),
        _("Look at it and approve it again."),
    ),
    "POSTING_SENT": Message(
        _("Too late to take back"),
        _("It was sent to Exact."),
        _("Wait for the outcome; correct it in Exact if needed."),
    ),
    "WORK_GOES_ON": Message(
        _("Nothing to do here any more"),
        _("It was tried again or done meanwhile, or is not yours to see."),
        _("Look at the list again."),
    ),
    "RETRY_STALE": Message(
        _("This cannot be sent again as it is"),
        _("What was frozen for Exact is no longer what the draft says."),
        _("Take it back to review and approve it again."),
    ),
    "DECISION_WAITING": Message(
        _("A decision waits for a second person"),
        _("Somebody decided about this posting, and a colleague has not agreed yet."),
        _("Agree with it or turn it down first."),
    ),
    "DECISION_SECOND": Message(
        _("Somebody else must agree"),
        _("This can end in paying twice or not at all; one person alone does not decide it."),
        _("Ask a colleague who may decide about postings."),
    ),
    "DECISION_CLOSED": Message(
        _("Already decided"), _("A colleague was first, or the posting went on."), _("Look at where it stands now.")
    ),
    "ENTRY_NUMBER_NEEDED": Message(
        _("Which entry is it?"), _("Without its number nobody finds it again."), _("Fill in the entry's number.")
    ),
    "ENTRY_NOT_THERE": Message(
        _("That entry cannot be taken"),
        _("It is not in this administration, belongs to another vendor, or is another document's already."),
        _("Look again and choose another."),
    ),
    "ENTRY_IS_THERE": Message(
        _("It stands in Exact already"),
        _("Entry %(entry)s carries our mark."),
        _("Adopt it, or remove it in Exact first."),
    ),
    "DESPITE_NOTHING": Message(
        _("There is nothing to set aside"),
        _("No other entry stopped this posting."),
        _("Try again, or take it back to review."),
    ),
    "EXACT_NOT_ASKED": Message(
        _("Exact could not be asked"),
        _("Nothing is decided without a look at what stands there."),
        _("Try again in a minute."),
    ),
    "TWIN_ON_ITS_WAY": Message(
        _("The same invoice is on its way to Exact"),
        _("Another draft of this vendor with number %(number)s was queued a moment ago."),
        _("Take the approval back, compare the two and reject one."),
    ),
    "POSTING_NONE": Message(_("Not posted"), _("There is no posting for this draft."), _("Approve and post it.")),
    # typed input
    "SPREAD_INVALID": Message(
        _("Not a period to spread over"),
        _("%(typed)s is no period of at most 120 months."),
        _("Type the first and the last day, or empty both."),
    ),
    "CONDITION_UNKNOWN": Message(
        _("No such payment condition"),
        _("%(typed)s is not among the payment conditions in Exact."),
        _("Choose one from the list."),
    ),
    "NO_OPEN_PERIOD": Message(
        _("No period is open"),
        _("Exact has no open period on or after the invoice date."),
        _("Open a period in Exact, then try again."),
    ),
    "DATE_INVALID": Message(_("Not a date"), _("%(typed)s is not a date."), _("Type it as 20-11-2026 or 20 nov.")),
    "AMOUNT_INVALID": Message(_("Not an amount"), _("%(typed)s is not an amount."), _("Type it as 1.234,56.")),
    "CURRENCY_INVALID": Message(
        _("Not a currency"), _("%(typed)s is not a currency."), _("Type three letters, such as EUR.")
    ),
    "RATE_INVALID": Message(_("Not a rate"), _("%(typed)s is not a percentage."), _("Type it as 21 or 9.")),
    "SHARES_INVALID": Message(
        _("These shares do not work"),
        _("%(typed)s does not divide the line."),
        _("Type shares that make 100, such as 60 40, or amounts that make the line."),
    ),
    "BOX_INVALID": Message(
        _("This place on the page cannot be used"), _("It is outside the page."), _("Click on a word.")
    ),
}
