import Foundation
import Testing

@Suite("The doctor on the command line")
struct DoctorTests {
    @Test("compares formulas and roll-ups, tells what differs, and puts it right")
    func recompute() throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", "crm")
        try program.write("demo/pack.lua", "pack \"demo\" { version = \"1.0.0\" }")
        try program.write(
            "demo/deal.lua", "object \"Deal\" { text \"name\", integer \"a\", integer \"b\" }")
        try program.run("pack", "install", "demo", "-w", "crm")
        try program.run("create", "Deal", "name=Pump", "a=2", "b=3", "-w", "crm")
        let sound = try program.run("doctor", "--recompute", "-w", "crm")
        #expect(sound.code == 0)
        #expect(sound.output == "✓ 0 values of 0 records compared: all are true\n")

        try program.write(
            "demo/deal.lua",
            "object \"Deal\" { text \"name\", integer \"a\", "
                + "integer \"b\" { formula = \"a * 2\" } }")
        #expect(
            try program.run("pack", "install", "demo", "--accept-loss", "-w", "crm").code == 0)
        let ill = try program.run("doctor", "--recompute", "-w", "crm")
        #expect(ill.code == 1)
        #expect(ill.output.contains(" b: kept 3, is 4\n"))
        #expect(
            ill.output.hasSuffix(
                "✗ 1 values of 1 records compared: 1 was not true; --fix puts them right\n"))
        let told = try program.run(
            "doctor", "--recompute", "--object", "Deal", "--fix", "--json", "-w", "crm")
        #expect(told.code == 0)
        #expect(told.output.contains("\"kept\":3,\"true\":4,\"fixed\":true"))
        #expect(try program.run("doctor", "--recompute", "-w", "crm").code == 0)
    }

    @Test("asks what it shall examine, and knows the object or says so")
    func usage() throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", "crm")
        let nothing = try program.run("doctor", "-w", "crm")
        #expect(nothing.code == 64)
        #expect(nothing.errors.contains("Say what to examine: --recompute."))
        #expect(
            try program.run("doctor", "--recompute", "--object", "Deel", "-w", "crm").code == 66)
    }
}
