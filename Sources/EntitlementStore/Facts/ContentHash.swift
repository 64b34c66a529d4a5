import Directory

/// A fast hash of what a row describes, the same in every process and on every host: unequal content
/// has unequal hashes but for one in 2⁶⁴.
///
/// It decides which rows are written again, never who has access: entitlements are evaluated on what
/// was read, not on what is stored. It is not meant to withstand somebody who looks for collisions.
struct ContentHash {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// As the database keeps it.
    var value: Int64 { Int64(bitPattern: Self.mix(state, 0xE703_7ED1_A0B4_28DB)) }

    mutating func add(_ number: UInt64) {
        state = Self.mix(state ^ number, 0xA076_1D64_78BD_642F) &+ 0x8EBC_6AF0_9C88_C6E3
    }

    mutating func add(_ number: Int64) { add(UInt64(bitPattern: number)) }

    /// Takes a truth value; true and false are both unlike nothing.
    mutating func add(_ flag: Bool) { add(flag ? UInt64(1) : 2) }

    mutating func add(_ text: String) {
        let isAdded: Void? = text.utf8.withContiguousStorageIfAvailable { add($0) }
        if isAdded == nil { Array(text.utf8).withUnsafeBufferPointer { add($0) } }
    }

    mutating func add(_ id: some Identifier) { id.withUTF8 { add($0) } }

    /// Eight bytes at a time; the length tells `"a" "b"` from `"ab" ""`.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset + 8 <= raw.count {
            add(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest = UInt64(raw.count) << 56
        for index in offset..<raw.count {
            rest |= UInt64(raw[index]) << UInt64((index - offset) * 8)
        }
        add(rest)
    }

    /// The hash of one text.
    static func of(_ text: String) -> Int64 {
        var hash = ContentHash()
        hash.add(text)
        return hash.value
    }

    /// The hash of one identifier's text.
    static func of(_ id: some Identifier) -> Int64 {
        var hash = ContentHash()
        hash.add(id)
        return hash.value
    }

    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
