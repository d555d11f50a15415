"""The story of First light, by clicking: a deal stopped at its gates, a discount decided, an order
shipped in two parcels, a shortage. Told in English and in Chinese, with the figures of scripts/demo."""

import datetime
from dataclasses import dataclass

from harness.board import Board
from harness.lists import CreatePage, ListPage
from harness.record import RecordPage
from harness.tale import Tale
from harness.tasks import Inbox
from harness.waiting import until


@dataclass(frozen=True)
class Cast:
    """Who plays, with what figures, and what the packs call things in their language."""

    seller: str
    manager: str
    customer: str
    # Contacts of the customer who are told of parcels, and how the two subjects begin and end.
    told: tuple[str, ...]
    partial_subject: str
    final_subject: str
    deal: str
    product: str
    warehouse: str
    price: int
    first_line: int
    second_line: int
    received: int
    first_parcel: int
    words: dict[str, str]

    @property
    def quantity(self) -> int:
        return self.first_line + self.second_line

    @property
    def amount(self) -> int:
        return self.quantity * self.price


ENGLISH = Cast(
    seller="ann", manager="bob", customer="Northlake Water Works", told=("grace@northlake.example",),
    partial_subject="parcel 1 is on its way", final_subject="is complete",
    deal="Waterworks north", product="P-100", warehouse="Chicago warehouse", price=1250,
    first_line=60, second_line=4, received=55, first_parcel=40,
    words={
        "name": "Name", "account": "Account", "amount": "Amount", "discount": "Discount", "close_date": "Close date",
        "requirement_confirmed": "Requirement confirmed", "product": "Product", "quantity": "Quantity",
        "signed_on": "Signed on", "warehouse": "Warehouse", "lines": "Lines", "orders": "Orders",
        "shipments": "Shipments", "qualify": "Qualify", "propose": "Propose", "negotiate": "Negotiate", "won": "Won",
        "contract": "Contract signed", "cleared": "Discount cleared", "add_up": "Lines add up",
        "make_order": "Make order", "ship": "Ship what one warehouse has", "partly_shipped": "Partly shipped", "shipped": "Shipped",
        "draft": "Draft", "packed": "Packed", "dispatched": "Dispatched", "approval": "Discount",
        "shortage": "P-100 Centrifugal pump 100: 5 in",
    },
)

CHINESE = Cast(
    seller="li.qiang", manager="wang.fang", customer="华东泵业有限公司",
    told=("chen.wei@huadong-pump.example", "liu.yang@huadong-pump.example"),
    partial_subject="第 1 批货物已发出", final_subject="订单货物已全部发出",
    deal="三期取水泵站", product="P-300", warehouse="上海仓库", price=3900,
    first_line=28, second_line=2, received=2, first_parcel=18,
    words={
        "name": "名称", "account": "客户", "amount": "金额", "discount": "折扣率", "close_date": "预计成交日期",
        "requirement_confirmed": "需求已确认", "product": "产品", "quantity": "数量", "signed_on": "签约日期",
        "warehouse": "仓库", "lines": "产品明细", "orders": "订单", "shipments": "发货单",
        "qualify": "需求确认", "propose": "方案报价", "negotiate": "商务谈判", "won": "赢单",
        "contract": "合同已签订", "cleared": "折扣已批准", "add_up": "明细与金额一致",
        "make_order": "生成订单", "ship": "立即发出一个仓库的现货", "partly_shipped": "部分发货", "shipped": "已发货",
        "draft": "草稿", "packed": "已装箱", "dispatched": "已发出", "approval": "折扣审批",
        "shortage": "P-300 潜水排污泵 300",
    },
)


class Story:
    """The chapters, for a cast."""

    cast: Cast

    def deal(self) -> dict:
        return self.site.one(f"Opportunity where name == '{self.cast.deal}'")

    def open_deal(self, person) -> RecordPage:
        person.open(f"/o/Opportunity/{self.deal()['id']}")
        return RecordPage(person)

    def test_01_the_seller_signs_in_by_a_link_and_creates_a_deal(self):
        w, cast = self.cast.words, self.cast
        seller = self.who(cast.seller)
        seller.open("/o/Opportunity")
        form = ListPage(seller).create()
        form.fill(w["name"], cast.deal)
        form.choose(w["account"], cast.customer)
        form.fill(w["amount"], str(cast.amount))
        form.fill(w["discount"], "20")
        form.fill(w["close_date"], (datetime.date.today() + datetime.timedelta(days=90)).isoformat())
        form.fill(w["requirement_confirmed"], "yes")
        form.save()
        page = RecordPage(seller)
        self.assertIn(cast.deal, page.title)
        self.assertEqual(page.stage, w["qualify"])
        self.assertEqual(self.deal()["stage"], "qualify")

    def test_02_a_line_is_added_from_the_deals_page(self):
        seller = self.who(self.cast.seller)
        self.add_line(seller, self.cast.first_line)
        self.open_deal(seller)
        seller.reads(f"{self.cast.first_line} × {self.cast.product}", within="#part-related-lines")

    def add_line(self, seller, quantity: int):
        w = self.cast.words
        RecordPage(seller).add_to("lines")
        form = CreatePage(seller)
        form.choose(w["product"], self.cast.product)
        form.fill(w["quantity"], str(quantity))
        form.save()

    def test_03_it_moves_to_proposal_and_negotiation(self):
        w = self.cast.words
        page = self.open_deal(self.who(self.cast.seller))
        page.move("propose").comes_to(w["propose"])
        page.move("negotiate").comes_to(w["negotiate"])
        self.assertEqual(self.deal()["stage"], "negotiate")

    def test_04_dropping_the_card_on_won_is_refused_with_three_closed_gates(self):
        w = self.cast.words
        seller = self.who(self.cast.seller)
        seller.open("/o/Opportunity/board")
        board = Board(seller)
        board.drop(self.cast.deal, "won")
        self.assertEqual(board.refusal.gates(), {w["contract"]: False, w["cleared"]: False, w["add_up"]: False})
        self.assertEqual(board.column_of(self.cast.deal), "negotiate")
        self.assertEqual(self.deal()["stage"], "negotiate")

    def test_05_what_is_missing_is_filled_in_right_there_and_tried_again(self):
        w = self.cast.words
        board = Board(self.who(self.cast.seller))
        board.refusal.fill(w["signed_on"], datetime.date.today().isoformat())
        board.refusal.try_again()
        left = board.refusal.gates()
        self.assertNotEqual(left.get(w["contract"]), False)
        self.assertEqual((left[w["cleared"]], left[w["add_up"]]), (False, False))
        board.refusal.close()

    def test_06_another_line_makes_the_lines_add_up_and_only_the_approval_is_left(self):
        w = self.cast.words
        seller = self.who(self.cast.seller)
        page = self.open_deal(seller)
        if page.shows("signed_on") in ("", "—", seller.words("record.empty")):
            page.change("signed_on", datetime.date.today().isoformat())
            until(lambda: page.gates("won")[w["contract"]], "the contract's gate is open")
        self.add_line(seller, self.cast.second_line)
        page = self.open_deal(seller)
        self.assertEqual(page.gates("won"), {w["contract"]: True, w["cleared"]: False, w["add_up"]: True})

    def test_07_the_manager_approves_on_a_phone(self):
        manager = self.who(self.cast.manager, phone=True)
        manager.open("/inbox")
        task = Inbox(manager).open_task(self.cast.deal)
        manager.reads(self.cast.deal)
        task.approve("They will buy again")
        self.assertEqual(self.votes(), 1)

    def votes(self) -> int:
        tasks = self.site.records("Task where object == 'Opportunity'")
        return sum(1 for task in tasks if task["record"] == self.deal()["id"] and task["state"] == "done")

    def test_08_finance_needs_two_and_the_owner_is_not_asked(self):
        for login in ("fiona", "felix"):
            person = self.who(login, phone=True)
            person.open("/inbox")
            Inbox(person).open_task(self.cast.deal).approve()
        self.who(self.cast.seller).open("/inbox")
        self.who(self.cast.seller).reads_no(self.cast.deal, within="main")
        deal = self.deal()
        self.assertEqual(deal["discount_ok"], True)

    def test_09_the_deal_is_won(self):
        w = self.cast.words
        page = self.open_deal(self.who(self.cast.seller))
        self.assertTrue(all(page.gates("won").values()))
        page.move("won").comes_to(w["won"])
        self.assertEqual(self.deal()["stage"], "won")

    def order(self) -> dict:
        return self.site.one(f"SalesOrder where opportunity.name == '{self.cast.deal}'")

    def test_10_it_becomes_an_order(self):
        seller = self.who(self.cast.seller)
        RecordPage(seller).act(self.cast.words["make_order"])
        seller.reaches(r"/o/SalesOrder/\w+")
        order = self.order()
        self.assertEqual((order["status"], order["open_quantity"]), ("open", self.cast.quantity))

    def receive(self, quantity: int):
        w = self.cast.words
        packer = self.who("wes")
        packer.open("/o/StockReceipt/new")
        form = CreatePage(packer)
        form.choose(w["product"], self.cast.product)
        form.choose(w["warehouse"], self.cast.warehouse)
        form.fill(w["quantity"], str(quantity))
        form.save()

    def test_11_goods_come_in(self):
        self.receive(self.cast.received)

    def test_12_a_first_parcel_leaves_and_the_customer_is_told_once(self):
        w = self.cast.words
        packer = self.who("wes")
        packer.open(f"/o/SalesOrder/{self.order()['id']}")
        RecordPage(packer).add_to("shipments")
        form = CreatePage(packer)
        form.choose(w["warehouse"], self.cast.warehouse)
        form.save()
        if not packer.path.startswith("/o/Shipment/"):
            shipment = self.site.one(f"Shipment where order == '{self.order()['id']}'")
            packer.open(f"/o/Shipment/{shipment['id']}")
        page = RecordPage(packer)
        page.put_in([self.cast.first_parcel])
        page.comes_to(w["dispatched"])
        self.assertEqual(self.order()["status"], "partly_shipped")
        self.assertEqual(self.order()["open_quantity"], self.cast.quantity - self.cast.first_parcel)
        self.assertEqual(self.told(self.cast.partial_subject), sorted(self.cast.told))

    def told(self, subject: str) -> list[str]:
        return sorted(mail["recipient"] for mail in self.site.records(f"Mail where subject contains '{subject}'"))

    def test_13_the_rest_follows_with_a_final_notice(self):
        packer = self.who("wes")
        packer.open(f"/o/SalesOrder/{self.order()['id']}")
        RecordPage(packer).act(self.cast.words["ship"])
        packer.press(packer.words("js.ok"), within=packer.wait_for("dialog[open]"))
        until(lambda: self.order()["status"] == "shipped", "the order is shipped")
        self.assertEqual(self.told(self.cast.final_subject), sorted(self.cast.told))
        self.assertEqual(self.told(self.cast.partial_subject), sorted(self.cast.told))

    def test_14_the_shortage_is_seen_once_with_a_task_for_the_buyer(self):
        buyer = self.who("bea", phone=True)
        buyer.open("/alerts")
        buyer.reads(self.cast.words["shortage"])
        said = [line.text for line in buyer.seen(".alert-title")]
        self.assertEqual(sum(self.cast.words["shortage"] in line for line in said), 1, said)
        buyer.open("/inbox")
        buyer.reads(self.cast.product)

    def test_15_goods_come_in_and_the_alert_clears(self):
        self.receive(20)
        buyer = self.who("bea")
        buyer.open("/alerts")
        buyer.reads_no(self.cast.words["shortage"])
        buyer.open("/inbox")
        buyer.reads_no(self.cast.product, within="main")

    def test_16_the_deals_page_tells_its_whole_life(self):
        seller = self.who(self.cast.seller)
        self.open_deal(seller)
        seller.reads("They will buy again", within="#part-timeline")
        self.assertIn("unbroken", self.site.run("audit", "verify"))


class FirstLightInEnglish(Story, Tale):
    language = "en"
    cast = ENGLISH


class FirstLightInChinese(Story, Tale):
    language = "zh-Hans"
    cast = CHINESE
