import Entitlements
import Testing

@Suite struct DigestTests {
    // FIPS 180-4 examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `a digest is a SHA-256`(text: String, expected: String) {
        let digest = Digest(of: text)
        #expect(digest.description == expected)
        #expect(Digest(expected) == digest)
        #expect(digest.short == String(expected.prefix(12)))
    }

    @Test(arguments: [
        "", "ba78", String(repeating: "g", count: 64),
        String(repeating: "+123456789abcdef", count: 4),
        String(repeating: "a", count: 63) + "é",
    ])
    func `what is no SHA-256 is refused`(text: String) {
        #expect(Digest(text) == nil)
    }

    @Test func `digests are ordered as they are spelled`() {
        let digests = (0..<100).map { Digest(of: String($0)) }
        #expect(digests.sorted().map(\.description) == digests.map(\.description).sorted())
    }
}
