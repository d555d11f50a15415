import Testing
import TidegateModel

@Suite("A field that leads somewhere")
struct AddressTypeTests {
    @Test func `to a record holds its id`() throws {
        let laws = FieldLaws(type: .reference(to: "Account", onDelete: .restrict))
        try laws.keeps(["0D3K7Z0000000", "0d3k7z0000000"])
        laws.refuses([
            ("Acme", .notReference), ("0D3K7Z000000U", .notReference), ("1", .notReference),
        ])
    }

    @Test func `by mail holds one address`() throws {
        let laws = FieldLaws(type: .email)
        try laws.keeps(["ann@example.com", "a+b@例え.jp"])
        laws.refuses([
            ("ann", .notEmail), ("a@b", .notEmail), ("a@b@c.d", .notEmail), ("a b@c.d", .notEmail),
            ("a@b.c,d@e.f", .notEmail), ("@b.c", .notEmail),
            (String(repeating: "a", count: 251) + "@b.c", .notEmail),
        ])
        #expect(FieldType.email.behavior.link(.text("ann@example.com")) == "mailto:ann@example.com")
    }

    @Test func `by phone is short`() throws {
        let laws = FieldLaws(type: .phone)
        try laws.keeps(["+44 20 7946 0958", "010-6552 9988 转 12"])
        laws.refuses([(String(repeating: "1", count: 501), .tooLong(500))])
        #expect(FieldType.phone.behavior.link(.text("+44 20 79")) == "tel:+442079")
    }

    @Test func `on the Earth is a latitude and a longitude of six digits`() throws {
        let laws = FieldLaws(type: .geopoint)
        try laws.keeps(["48.85837,2.294481", "48.858370, 2.294481", "-90,180", "90,-180", "0,0"])
        laws.refuses([
            ("90.000001,0", .notGeopoint), ("0,180.1", .notGeopoint), ("48.8", .notGeopoint),
            ("48.8;2.2", .notGeopoint), ("48.8583701,2", .notGeopoint), ("1,2,3", .notGeopoint),
            ("48,85837,2,294481", .notGeopoint), ("N48 E2", .notGeopoint), (",", .notGeopoint),
        ])
        #expect(
            Field(name: "it", type: .geopoint).parse("1,-2.5")
                == .success(.text("1.000000,-2.500000")))
    }

    /// Sources of the distances: the great circle on a sphere of 6,371,008.8 m; a quarter of it is 10,007,557 m.
    @Test(arguments: [
        ("0,0", "0,90", 10_007_557), ("0,0", "90,0", 10_007_557), ("0,0", "0,180", 20_015_115),
        ("0,179.999999", "0,-179.999999", 0), ("48.858370,2.294481", "48.858370,2.294481", 0),
        ("48.858370,2.294481", "48.860611,2.337644", 3_168),
    ])
    func `is so many metres from another place`(one: String, other: String, metres: Int64) throws {
        let (one, other) = (try #require(Geopoint(one)), try #require(Geopoint(other)))
        #expect(abs(one.metres(to: other) - metres) <= 1)
        #expect(one.metres(to: other) == other.metres(to: one))
    }
}
