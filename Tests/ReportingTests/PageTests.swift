import Entitlements
import Foundation
import Testing

@testable import Reporting

@Suite struct PageTests {
    private func page() throws -> String { try HTMLReport().text(of: Sample.report) }

    @Test func `the page loads nothing`() throws {
        let page = try page()
        for loader in ["<link", "<img", "src=", "@import", "url(", "http:", "https:", "fetch("] {
            #expect(!page.contains(loader), "\(loader)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test func `the page allows its own style and script alone, by their hashes`() throws {
        let page = try page()
        for (tag, rule) in [("style", "style-src"), ("script", "script-src")] {
            let inner = try #require(
                page.components(separatedBy: "<\(tag)>").last?.components(separatedBy: "</\(tag)>")
                    .first)
            let hash = Digest(of: inner).base64
            let escaped = page.replacingOccurrences(of: "&#39;", with: "'")
            #expect(escaped.contains("\(rule) 'sha256-\(hash)'"))
        }
        #expect(!page.contains(" style=") && !page.contains(" onclick="))
    }

    // The digest of nothing, as RFC 4648 spells it.
    @Test func `a digest in base64 is the one that browsers compute`() {
        #expect(Digest(of: "").base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }

    @Test func `the page has landmarks, headings, captions and scopes for a screen reader`() throws
    {
        let page = try page()
        #expect(page.contains(#"<html lang="en">"#))
        for landmark in ["<header", "<nav aria-label=", "<main>", "<footer>", #"role="search""#] {
            #expect(page.contains(landmark), "\(landmark)")
        }
        #expect(page.contains(##"<a class="skip" href="#changes">"##))
        #expect(page.contains(#"role="status" aria-live="polite""#))
        let tables = page.components(separatedBy: "<table").count
        #expect(tables == page.components(separatedBy: "<caption").count)
        let cells = page.components(separatedBy: "<th").count
        let scoped = page.components(separatedBy: #"<th scope="#).count
        #expect(cells - page.components(separatedBy: "<thead").count + 1 == scoped)
    }

    @Test func `each id is there once, and each link leads somewhere`() throws {
        let page = try page()
        let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let targets = page.matches(of: /href="#([^"]+)"/).map { String($0.1) }
        #expect(Set(targets).isSubset(of: ids))
        let labels = page.matches(of: /aria-labelledby="([^"]+)"/)
            .flatMap { $0.1.split(separator: " ").map(String.init) }
        #expect(Set(labels).isSubset(of: ids))
    }

    @Test func `a broken template is told by where it is, not by what a person holds`() {
        let error = ReportingError(.template, operation: "reading template page", "line 3: secret")
        #expect(
            error.description
                == "The report could not be rendered: reading template page failed.")
        #expect(error.debugDescription.hasSuffix("line 3: secret [template]"))
        #expect(error.label == "template")
    }
}
