import Entitlements
import Mustache

/// The frame of the page: templates, style and script, embedded in the binary.
///
/// The frame's values are escaped by Mustache; the style and the script are named by their hashes in
/// the page's content security policy, so that nothing else could run even if it got in.
struct PageTemplate: Sendable {
    private let library: MustacheLibrary

    private static let style = text(PackageResources.page_css)
    private static let script = text(PackageResources.page_js)

    /// - Throws: ``ReportingError/Code/template`` when a template is not well formed.
    init() throws(ReportingError) {
        let sources = [
            "page": PackageResources.page_mustache, "summary": PackageResources.summary_mustache,
            "guards": PackageResources.guards_mustache,
            "sources": PackageResources.sources_mustache,
            "changes": PackageResources.changes_mustache,
        ]
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in sources {
            do {
                templates[name] = try MustacheTemplate(string: Self.text(bytes))
            } catch {
                throw ReportingError(.template, operation: "reading template \(name)", "\(error)")
            }
        }
        library = MustacheLibrary(templates: templates)
    }

    /// The page.
    /// - Parameter values: those that the templates name, style and script apart; text, not markup.
    func render(_ values: [String: Any]) -> String {
        var values = values
        values["style"] = Self.style
        values["script"] = Self.script
        values["styleHash"] = "sha256-" + Digest(of: Self.style).base64
        values["scriptHash"] = "sha256-" + Digest(of: Self.script).base64
        return library.render(values, withTemplate: "page") ?? ""
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Digest {
    /// As a content security policy spells it.
    /// - SeeAlso: RFC 4648 §4; W3C Content Security Policy Level 3 §2.3.1
    var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        // 256 bits are 42 sextets and four bits over: two bits of filling, one sign.
        let bits = description.compactMap(\.hexDigitValue).flatMap { digit in
            (0..<4).map { digit >> (3 - $0) & 1 }
        }
        let filled = bits + [0, 0]
        let letters = stride(from: 0, to: filled.count, by: 6).map { start in
            alphabet[filled[start..<start + 6].reduce(0) { $0 << 1 | $1 }]
        }
        return String(letters) + "="
    }
}
