#include "data.h"

#include "include/bare.h"

const char *const deal_stages[6] = {"Lead", "Qualify", "Propose", "Negotiate", "Won", "Lost"};
const char *const deal_currencies[4] = {"USD", "EUR", "GBP", "JPY"};
const char *const deal_sources[5] = {"Web", "Referral", "Event", "Partner", "Cold"};

static uint64_t scrambled(uint64_t number) {
    uint64_t x = (number + 1) * 6364136223846793005ULL + 1442695040888963407ULL;
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
    return x ^ (x >> 33);
}

void deal_make(uint64_t number, int spread, deal *d) {
    uint64_t x = scrambled(number), of_hundred = number % 100;
    snprintf(d->name, sizeof d->name, "Opp %08llu", (unsigned long long)number);
    snprintf(d->notes, sizeof d->notes,
             "Customer asked for a quotation; follow up in week %02d of the plan. Reference %08llu.",
             (int)(number % 53), (unsigned long long)number);
    d->account = (int32_t)(1 + x % 1000);
    d->cents = of_hundred == 50 ? 0 : (int64_t)((x >> 8) % 20000000) + 1;
    d->stage = deal_stages[spread ? (x >> 30) % 6 : 0];
    d->currency = deal_currencies[(x >> 36) % 4];
    d->probability = (int32_t)((x >> 40) % 101);
    d->created = (int32_t)(20454 + number % 300);
    d->closes = of_hundred == 99 ? d->created - 1 : d->created + (int32_t)((x >> 20) % 365);
    d->owner = (int32_t)(1 + (x >> 48) % 200);
    d->source = deal_sources[(x >> 56) % 5];
    d->confirmed = number % 10 != 9;
}

void bare_describe(uint64_t number, int32_t spread, char *text, int32_t capacity) {
    deal d;
    deal_make(number, spread, &d);
    snprintf(text, (size_t)capacity, "%s|%d|%lld|%s|%s|%d|%d|%d|%s|%d|%s|%d", d.name, d.account,
             (long long)d.cents, d.currency, d.stage, d.probability, d.closes, d.owner, d.source,
             d.confirmed, d.notes, d.created);
}
