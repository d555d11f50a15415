import TidegateModel
import TidegateStore

extension StoreConformance {
    static let drawers: [Case] = [
        Case("what is put into the drawer comes out as it was, or is replaced") { maker in
            try await maker.withStore { store in
                let full = DrawerItem(
                    "session", key: [0, 255, 1], owner: Sample.id(7),
                    expires: Instant(milliseconds: -5), content: [0, 1, 2, 255])
                let bare = DrawerItem("password", key: [])
                try await store.write { writer in
                    try writer.keep(DrawerItem("session", key: full.key, content: [9]))
                    try writer.keep(full)
                    try writer.keep(bare)
                }
                try await store.read { reader in
                    try expectEqual(try reader.item("session", full.key), full)
                    try expectEqual(try reader.item("password", []), bare)
                    try expectEqual(try reader.item("password", full.key), nil)
                    try expectEqual(try reader.items("session"), [full])
                }
            }
        },
        Case("an item is taken away once") { maker in
            try await maker.withStore { store in
                try await store.write { try $0.keep(DrawerItem("link", key: [1])) }
                try await expectEqual(store.write { try $0.discard("link", [1]) }, true)
                try await expectEqual(store.write { try $0.discard("link", [1]) }, false)
            }
        },
        Case("what an owner has of one kind is found and taken away together") { maker in
            try await maker.withStore { store in
                let (ann, bob) = (Sample.id(1), Sample.id(2))
                try await store.write { writer in
                    for number in 1...3 as ClosedRange<UInt8> {
                        try writer.keep(DrawerItem("session", key: [number], owner: ann))
                    }
                    try writer.keep(DrawerItem("token", key: [1], owner: ann))
                    try writer.keep(DrawerItem("session", key: [4], owner: bob))
                    try expectEqual(
                        try writer.items("session", of: ann).map(\.key), [[1], [2], [3]])
                    try expectEqual(try writer.discard("session", of: ann), 3)
                }
                try await store.read { reader in
                    try expectEqual(try reader.items("session").map(\.owner), [bob])
                    try expectEqual(try reader.items("token", of: ann).count, 1)
                }
            }
        },
        Case("what has expired goes, what has no end stays") { maker in
            try await maker.withStore { store in
                let now = Instant(milliseconds: 1_000)
                try await store.write { writer in
                    try writer.keep(DrawerItem("a", key: [1], expires: now))
                    try writer.keep(DrawerItem("b", key: [2], expires: now + .minutes(1)))
                    try writer.keep(DrawerItem("c", key: [3]))
                    try expectEqual(try writer.discard(expiredBy: now), 1)
                    try expectEqual(try writer.items("a").count, 0)
                    try expectEqual(try writer.items("b").count + writer.items("c").count, 2)
                }
            }
        },
        Case("what is undone leaves the drawer as it was") { maker in
            try await maker.withStore { store in
                try await store.write { try $0.keep(DrawerItem("link", key: [1])) }
                try await store.write { writer in
                    try? writer.savepoint {
                        _ = try writer.discard("link", [1])
                        try writer.keep(DrawerItem("link", key: [2]))
                        throw Refused()
                    }
                }
                try await expectEqual(store.read { try $0.items("link").map(\.key) }, [[1]])
            }
        },
    ]
}
