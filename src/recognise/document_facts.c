/* SPDX-License-Identifier: Apache-2.0
 *
 * What may be found in a document, how grave it is and why. Which words show it stands in knowledge/papers.tsv.
 */
#include "recognise/document_internal.h"

const finding_fact_t finding_facts[] = {
    /* what is asked */
    {"transfer", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("It tells you to transfer money to an account. No agency does that by a document: fees go to the State "
        "Treasury, at the counter or through the National Public Service Portal.")},
    {"safe-account", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("There is no “safe” or “holding” account of an agency into which citizens move their money.")},
    {"code", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("It asks for a one-time code, a password or a card number. Nobody may ask for those.")},
    {"app-file", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("It has you install an application from a file or link. Genuine ones come from the app stores only.")},
    {"scan-to-pay", DOCUMENT_FALSE, DOCUMENT_FALSE, N_("It has you scan a QR code to pay or to be refunded.")},
    {"secret", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("It forbids you to speak of it, even with your family. Only scammers need you alone.")},
    {"remote-work", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("It summons you to a video call or to be questioned on the network. Agencies work at their seat, with a "
        "paper.")},
    {"account", DOCUMENT_ODD, DOCUMENT_ODD,
     N_("It carries a bank account. Ask the agency by the number of its own portal before paying anything.")},
    {"threat", DOCUMENT_ODD, DOCUMENT_ODD, N_("It threatens with arrest or blocked accounts within hours.")},
    {"private-contact", DOCUMENT_ODD, DOCUMENT_ODD,
     N_("It sends you to Zalo, Telegram or a private mailbox. Agencies answer at their own address.")},
    {"foreign-link", DOCUMENT_ODD, DOCUMENT_ODD, N_("Its link does not lead to an address under gov.vn.")},
    {"qr", DOCUMENT_NOTE, DOCUMENT_NOTE, N_("It carries a QR code; look where it leads before you open it.")},
    /* what does not exist */
    {"arrest-order", DOCUMENT_FALSE, DOCUMENT_FALSE,
     N_("Orders to arrest, to hold or to block property are read to the person on the spot, never sent as a message or "
        "a picture.")},
    {"summons", DOCUMENT_ODD, DOCUMENT_ODD,
     N_("A summons is handed over on paper, by the police of your commune. One that comes as a picture is to be asked "
        "about there.")},
    {"law-symbol", DOCUMENT_FALSE, DOCUMENT_ODD,
     N_("Its symbol is that of a law, a decree or a decision of the Prime Minister, and it is none.")},
    {"ended-body", DOCUMENT_FALSE, DOCUMENT_ODD, N_("The body it comes from no longer existed on its date.")},
    {"issuer-symbol", DOCUMENT_ODD, DOCUMENT_NOTE,
     N_("Its symbol does not name the body that is said to have issued it.")},
    {"kind-symbol", DOCUMENT_ODD, DOCUMENT_NOTE, N_("Its symbol is that of another kind of document than its title.")},
    {"impossible-date", DOCUMENT_ODD, DOCUMENT_NOTE, N_("The day in its date does not exist.")},
    {"future-date", DOCUMENT_ODD, DOCUMENT_NOTE, N_("Its date has not come yet.")},
    /* the form */
    {"other-motto", DOCUMENT_FALSE, DOCUMENT_ODD,
     N_("The name of the state in its head is not that of today's state.")},
    {"motto-wrong", DOCUMENT_ODD, DOCUMENT_NOTE, N_("The national name or motto in its head is miswritten.")},
    {"no-motto", DOCUMENT_ODD, DOCUMENT_NOTE, N_("The national name and motto are missing.")},
    {"no-slogan", DOCUMENT_ODD, DOCUMENT_NOTE, N_("“Độc lập - Tự do - Hạnh phúc” is missing under the national name.")},
    {"no-number", DOCUMENT_ODD, DOCUMENT_NOTE, N_("It has no number and symbol.")},
    {"no-issuer", DOCUMENT_ODD, DOCUMENT_NOTE, N_("No issuing body stands in its head.")},
    {"symbol-form", DOCUMENT_ODD, DOCUMENT_NOTE, N_("Its number and symbol have not the form of Decree 30/2020.")},
    {"date-form", DOCUMENT_ODD, DOCUMENT_NOTE, N_("Its date is not written as “place, ngày … tháng … năm …”.")},
    {"no-date", DOCUMENT_NOTE, DOCUMENT_NOTE, N_("It has no place and date.")},
    {"no-signer", DOCUMENT_NOTE, DOCUMENT_NOTE, N_("Nobody's office stands where it is signed.")},
    {"no-copies", DOCUMENT_NOTE, DOCUMENT_NOTE, N_("“Nơi nhận” is missing.")},
    {NULL, DOCUMENT_NOTE, DOCUMENT_NOTE, NULL},
};
