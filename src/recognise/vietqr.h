/* SPDX-License-Identifier: Apache-2.0
 *
 * vietqr — what a QR code says, before anybody acts on it: to which account of which bank it pays, how much and with which
 * words, or which link, network, contact or number it carries.
 *
 * A payment code is EMVCo's merchant-presented mode: "ID LL value" after "ID LL value", some values being templates of the
 * same shape, the last one a CRC-16/CCITT-FALSE over all before it. VietQR stands in template 38 under the identifier of
 * Napas (A000000727): the acquirer's BIN, the account or card number, and the service. A code that is torn, altered or
 * without the account is told with its fault and the byte it is at: a bank's application would refuse it too.
 *
 * Nothing is copied: what is found are spans of the payload. No allocation, no I/O, no state; time is linear in the payload.
 */
#ifndef CG_RECOGNISE_VIETQR_H
#define CG_RECOGNISE_VIETQR_H
#include "base/base.h"

enum { VIETQR_MOST = 4296 }; /* bytes: the most a QR code holds (version 40-L, alphanumeric) */

typedef enum vietqr_kind {
    VIETQR_TEXT,     /* words; nothing acts on them */
    VIETQR_PAYMENT,  /* EMVCo: money goes somewhere; `fault` says whether it could */
    VIETQR_WALLET,   /* a wallet's own form (MoMo's "2|99|phone|name|…") */
    VIETQR_URL,      /* http, https, or a bare www. */
    VIETQR_APP,      /* another scheme: opens an application, a bank's among them */
    VIETQR_WIFI,     /* joins a network */
    VIETQR_CONTACT,  /* vCard or MECARD */
    VIETQR_PHONE,    /* dials, or prepares a short message */
    VIETQR_MAIL,     /* prepares an e-mail */
    VIETQR_ID_CARD,  /* the code on a citizen's card: number, name, birth, address. To be shown to nobody */
    VIETQR_ONE_TIME, /* otpauth: the seed of one-time codes. To be shown to nobody */
    VIETQR_CRYPTO,   /* bitcoin: and the like: money that cannot be called back */
} vietqr_kind_t;

typedef enum vietqr_fault {
    VIETQR_SOUND,
    VIETQR_TORN,        /* a length is no number, or runs past the end */
    VIETQR_TWICE,       /* one field stands twice: readers differ on which holds */
    VIETQR_ORDER,       /* the checksum is not last: what follows it, nothing vouches for */
    VIETQR_NO_CHECKSUM, /* cut off, or never made by a bank */
    VIETQR_CHECKSUM,    /* altered after it was made, or misread */
    VIETQR_NO_ACCOUNT,  /* no template says where the money goes */
    VIETQR_BIN,         /* not the six digits of a bank */
    VIETQR_ACCOUNT,     /* not 1 to 19 letters and digits */
    VIETQR_SERVICE,     /* neither to an account nor to a card */
    VIETQR_AMOUNT,      /* not a decimal number above zero */
    VIETQR_CURRENCY,    /* VietQR in another currency than đồng, or no currency at all with an amount */
    VIETQR_COUNTRY,     /* not two letters */
    VIETQR_LONG,        /* more than a QR code can hold */
} vietqr_fault_t;

typedef struct vietqr_span {
    uint16_t start, end; /* start == end: not there */
} vietqr_span_t;

typedef struct vietqr {
    vietqr_kind_t kind;
    vietqr_fault_t fault; /* the first one, of a payment */
    size_t fault_at;      /* its byte */
    /* A payment. */
    bool vietqr;            /* under Napas' identifier; another scheme's code has `guid` and `account` at most */
    bool once;              /* made for one payment (dynamic) */
    bool to_card;           /* QRIBFTTC: to a card number; else to an account */
    uint64_t dong;          /* the amount in đồng, rounded down; 0: the payer types it */
    vietqr_span_t guid;     /* whose scheme */
    vietqr_span_t bin;      /* acquirer, six digits */
    vietqr_span_t account;  /* account or card number; a wallet's telephone number */
    vietqr_span_t service;  /* QRIBFTTA, QRIBFTTC, QRPUSH */
    vietqr_span_t amount;   /* as written */
    vietqr_span_t currency; /* ISO 4217 numeric: "704" */
    vietqr_span_t country;  /* "VN" */
    vietqr_span_t name, city, category;
    vietqr_span_t purpose, bill, store, reference, terminal; /* of the additional data */
    /* The others. */
    vietqr_span_t link;   /* URL, or the address in an application's scheme */
    vietqr_span_t scheme; /* "https", "momo", … */
    vietqr_span_t phone, mail, network;
    bool open_network; /* a Wi-Fi without a password: whoever runs it reads along */
} vietqr_t;

/* Reads what a code says. Always fills *out; a payload that is none of the kinds is VIETQR_TEXT. */
void vietqr_read(str_t payload, vietqr_t *out);
/* The bytes of a span; empty when it is not there. */
static inline str_t vietqr_part(str_t payload, vietqr_span_t s)
{
    return str_sub(payload, s.start, s.end);
}
/* CRC-16/CCITT-FALSE: polynomial 0x1021, from 0xFFFF, nothing reflected. "123456789" gives 0x29B1. */
uint16_t vietqr_crc(str_t bytes);
/* "payment", "url", "wifi" …: stable names for programs. */
const char *vietqr_kind_name(vietqr_kind_t k);
/* "checksum", "torn" …; "" for VIETQR_SOUND. */
const char *vietqr_fault_name(vietqr_fault_t f);
/* What the code would do, and what is wrong with it, each one sentence for a person. */
const char *vietqr_kind_text(vietqr_kind_t k, lang_t lang);
const char *vietqr_fault_text(vietqr_fault_t f, lang_t lang);
#endif
