import Diagnostics

/// A logical line, taken apart: `name: value`, `name:: base64` or `name:< URL`.
struct LDIFLine {
    /// How the value is written.
    enum Form { case plain, base64, external }

    /// The attribute description, its options included.
    let name: UnsafeBufferPointer<UInt8>
    /// Told by what follows the colon.
    let form: Form
    /// Without the spaces before it; those behind it belong to it.
    let value: UnsafeBufferPointer<UInt8>

    /// nil when there is no colon, or what stands before it is no attribute description.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        name = UnsafeBufferPointer(rebasing: bytes[..<colon])
        guard name.allSatisfy(Self.mayStandInName) else { return nil }
        var start = colon + 1
        switch start < bytes.count ? bytes[start] : 0 {
        case UInt8(ascii: ":"): form = .base64
        case UInt8(ascii: "<"): form = .external
        default: form = .plain
        }
        if form != .plain { start += 1 }
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
        var end = bytes.count
        if form == .base64 {
            while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        }
        value = UnsafeBufferPointer(rebasing: bytes[start..<end])
    }

    /// Letters compared without case.
    func isNamed(_ lowered: StaticString) -> Bool {
        name.count == lowered.utf8CodeUnitCount
            && lowered.withUTF8Buffer { wanted in
                zip(name, wanted).allSatisfy { $0 | 0x20 == $1 }
            }
    }

    /// Names and OIDs with options; `=` for Active Directory's `;range=0-1499`.
    private static func mayStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ";"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "*"):
            true
        default: false
        }
    }
}

/// What the format forbids in a value that is not in base64, and what is read all the same.
enum LDIFOddity: String, Hashable, CaseIterable {
    case unencodedValue = "unencoded-value"
    case trailingSpace = "trailing-space"
    case controlCharacter = "control-character"

    /// The first oddity of the value; nil for what RFC 2849 calls a SAFE-STRING.
    init?(ofPlain value: UnsafeBufferPointer<UInt8>) {
        var found: LDIFOddity?
        for byte in value where byte >= 0x80 || byte == 0 || byte == 0x0D {
            found = byte >= 0x80 ? .unencodedValue : .controlCharacter
            break
        }
        if found == nil, value.last == UInt8(ascii: " ") { found = .trailingSpace }
        guard let found else { return nil }
        self = found
    }

    /// One finding for all lines of a file with it.
    /// - Parameter line: the first of them.
    func diagnostic(count: Int, path: String, line: Int) -> Diagnostic {
        let lines = count == 1 ? "this line" : "this line and \(count - 1) more"
        return Diagnostic(
            .note, "ldif.\(rawValue)", "\(lines): \(sentence)",
            at: .file(path: path, line: line, column: nil),
            hint: "such values are written in base64, behind two colons")
    }

    private var sentence: String {
        switch self {
        case .unencodedValue: "letters beyond ASCII stand in the file as they are"
        case .trailingSpace: "the value ends with a space, which was kept"
        case .controlCharacter: "the value holds a NUL or a carriage return, which was kept"
        }
    }
}
