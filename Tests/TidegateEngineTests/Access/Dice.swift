/// Throws that are the same for the same seed.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// Source: SplitMix64, Steele, Lea and Flood 2014.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func some(of names: [String], _ percent: Int) -> Set<String> {
        Set(names.filter { _ in chance(percent) })
    }
}
