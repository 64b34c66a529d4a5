/// The values of one statement, as libpq wants them.
///
/// Numbers and texts go as texts, so that the server chooses the type of each; bytes go as they are.
struct PostgreSQLParameters {
    private var bytes: [UInt8] = []
    private var places: [Place?] = []

    private struct Place {
        let start: Int
        let length: Int32
        let isBinary: Bool
    }

    init() {}

    init(_ arguments: [SQLValue]) {
        for argument in arguments {
            switch argument {
            case .null: appendNull()
            case .integer(let number): append(number)
            case .text(let text): append(text)
            case .bytes(let bytes): append(bytes)
            }
        }
    }

    mutating func appendNull() { places.append(nil) }

    mutating func append(_ integer: Int64) { add(integer.description.utf8, isBinary: false) }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(utf8: $0) }
    }

    mutating func append(utf8: UnsafeBufferPointer<UInt8>) {
        if PostgreSQLText.isPlain(utf8) {
            add(utf8, isBinary: false)
        } else {
            add(PostgreSQLText.stored(utf8), isBinary: false)
        }
    }

    mutating func append(_ bytes: [UInt8]) { add(bytes, isBinary: true) }

    private mutating func add(_ value: some Collection<UInt8>, isBinary: Bool) {
        places.append(Place(start: bytes.count, length: Int32(value.count), isBinary: isBinary))
        bytes += value
        // A text's length is not asked for.
        bytes.append(0)
    }

    /// Calls the body with libpq's lists, which are valid within it.
    func withLists<Result>(
        _ body: (
            _ count: Int32, _ values: UnsafePointer<UnsafePointer<CChar>?>,
            _ lengths: UnsafePointer<Int32>, _ formats: UnsafePointer<Int32>
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                let values = places.map { place in
                    place.flatMap { place in chars.baseAddress.map { $0 + place.start } }
                }
                return body(
                    Int32(places.count), values, places.map { $0?.length ?? 0 },
                    places.map { $0?.isBinary == true ? 1 : 0 })
            }
        }
    }
}
