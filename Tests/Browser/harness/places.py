"""Every page there is, with who may see it: what rules are tried on and pictures are taken of."""

from dataclasses import dataclass


LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-Rahmenvertrag"


@dataclass(frozen=True)
class Place:
    """`name` is also the name of its pictures; `login` is None for a visitor."""

    name: str
    login: str | None
    path: str


def prepare(site) -> None:
    """Gives every page something to show: a deal that waits for its approval, an order, a parcel, an alert."""
    deal = "Opportunity/name=Waterworks north"
    run = site.run
    run("create", "Opportunity", "name=Waterworks north", "account=name:Northlake Water Works", "amount=80000",
        "discount=20", "close_date=2031-06-30", "requirement_confirmed=yes", "--as", "ann")
    run("create", "OpportunityLine", "opportunity=name:Waterworks north", "product=code:P-100", "quantity=60",
        "--as", "ann")
    run("move", deal, "propose", "--as", "ann")
    run("move", deal, "negotiate", "--as", "ann")
    won = "Opportunity/name=Pumping station 4"
    run("move", won, "propose", "--as", "ann")
    run("move", won, "negotiate", "--as", "ann")
    run("update", won, "signed_on=2026-11-20", "--as", "ann")
    run("move", won, "won", "--as", "ann")
    run("act", "Make order", won, "--as", "ann")
    order = site.one("SalesOrder")["code"]
    run("create", "Shipment", f"order=code:{order}", "warehouse=code:CHI", "--as", "wes")
    parcel = site.one("Shipment")["code"]
    run("create", "ShipmentLine", f"shipment=code:{parcel}", "product=code:P-100", "quantity=8", "--as", "wes")
    run("move", f"Shipment/code={parcel}", "packed", "--as", "wes")
    run("move", f"Shipment/code={parcel}", "dispatched", "--as", "wes")
    run("create", "Shipment", f"order=code:{order}", "warehouse=code:CHI", "--as", "wes")
    # Long names and other scripts are where layouts break.
    run("create", "Opportunity", "name=A very long name of a deal that someone pasted from a tender without a thought "
        "about how wide a column is", "account=name:臺北精密機械股份有限公司", "amount=1234567.89", "--as", "ann")
    run("create", "Opportunity", "name=Deleted by mistake", "amount=4200", "--as", "ann")
    run("create", "OpportunityLine", "opportunity=name:Deleted by mistake", "product=code:P-100", "quantity=6",
        "--as", "ann")
    run("delete", "Opportunity/name=Deleted by mistake", "--as", "ann")
    # One word that breaks nowhere, in the mail that its approval sends as well.
    run("create", "Opportunity", f"name={LONG_WORD}", "discount=33", "amount=123456789012.12", "--as", "ann")


def places(site) -> list[Place]:
    """The pages of a workspace that `prepare` has filled."""
    def record(kind: str, where: str) -> str:
        return f"/o/{kind}/{site.records(f'{kind} where {where}')[0]['id']}"

    task = next(task for task in site.records("Task where state == 'open' and kind == 'approval'"))
    return [
        Place("sign-in", None, "/sign-in"),
        Place("welcome", None, site.link("carla")),
        Place("home", "ann", "/"),
        Place("home-nothing", "wes", "/"),
        Place("account", "ann", "/account"),
        Place("list-deals", "ann", "/o/Opportunity"),
        Place("list-condition", "ann", "/o/Opportunity?where=amount+%3E+10000"),
        Place("list-condition-wrong", "ann", "/o/Opportunity?where=amuont+%3E+10000"),
        Place("list-empty", "ann", "/o/Opportunity?where=amount+%3E+999999999"),
        Place("list-accounts", "ann", "/o/Account"),
        Place("list-contacts", "ann", "/o/Contact"),
        Place("create-deal", "ann", "/o/Opportunity/new"),
        Place("board", "ann", "/o/Opportunity/board"),
        Place("record-deal", "ann", record("Opportunity", "name == 'Waterworks north'")),
        Place("record-deal-won", "ann", record("Opportunity", "name == 'Pumping station 4'")),
        Place("record-long-word", "ann", record("Opportunity", f"name == '{LONG_WORD}'")),
        Place("record-account", "ann", record("Account", "name == 'Northlake Water Works'")),
        Place("record-order", "wes", record("SalesOrder", "open_quantity > 0")),
        Place("shipment", "wes", record("Shipment", "status == 'draft'")),
        Place("shipment-sent", "wes", record("Shipment", "status == 'dispatched'")),
        Place("inbox", "bob", "/inbox"),
        Place("approval", "bob", f"/inbox/{task['id']}"),
        Place("alerts", "bea", "/alerts"),
        Place("bin", "ann", "/bin"),
        Place("past", "ann", record("Opportunity", "name == 'Waterworks north'") + "/past"),
        Place("list-past", "ann", "/o/Opportunity?as_of=2999-01-01"),
        Place("binned", "ann", f"/bin/Opportunity/{site.binned('Opportunity')}"),
        Place("find", "bea", "/find?q=pump"),
        Place("find-nothing", "bea", "/find?q=zebra"),
        Place("admin-objects", "ada", "/admin/objects"),
        Place("admin-object", "ada", "/admin/objects/Opportunity"),
        Place("admin-object-new", "ada", "/admin/objects/new"),
        Place("admin-field-new", "ada", "/admin/objects/Opportunity/fields/new"),
        Place("admin-users", "ada", "/admin/users"),
        Place("admin-user", "ada", f"/admin/users/{site.one('User where login == ' + repr('ann'))['id']}"),
        Place("admin-user-new", "ada", "/admin/users/new"),
        Place("admin-roles", "ada", "/admin/roles"),
        Place("admin-teams", "ada", "/admin/teams"),
        Place("admin-imports", "ada", "/admin/imports"),
        Place("admin-outbox", "ada", "/admin/outbox"),
        Place("packs", "ada", "/packs"),
        Place("pack", "ada", "/packs/sales"),
        Place("pack-file", "ada", "/packs/sales/pipelines/opportunity.lua"),
        Place("pack-tests", "ada", "/packs/sales/tests"),
        Place("pack-try", "ada", "/packs/sales/try?object=Opportunity&record=&condition=amount+%3E+5000+and+discount+%3E+15"),
        Place("design", "ann", "/design"),
        Place("not-found", "ann", "/o/Opportunity/0000000000000"),
        Place("no-page", "ann", "/nowhere"),
        Place("forbidden", "ann", "/admin"),
    ]
