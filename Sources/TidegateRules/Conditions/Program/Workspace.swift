import TidegateModel

/// What one run keeps beside its registers; made only when a path or an aggregate is met.
final class Workspace {
    enum Fetched {
        case notYet
        case missing
        case found(Record)
    }

    var hops: [Fetched]
    private var blocks: [UnsafeMutablePointer<UInt8>] = []

    init(hops: Int) {
        self.hops = [Fetched](repeating: .notYet, count: hops)
    }

    /// Copies a text so that it lives as long as the run.
    func keep(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(text.count, 1))
        if let base = text.baseAddress { block.initialize(from: base, count: text.count) }
        blocks.append(block)
        return UnsafeBufferPointer(start: block, count: text.count)
    }

    deinit {
        for block in blocks { block.deallocate() }
    }
}
