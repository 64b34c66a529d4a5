import Directory
import Testing

struct LoopbackHostTests {
    @Test(arguments: ["localhost", "LocalHost", "::1", "127.0.0.1", "127.255.1.2"])
    func `this machine is known by its own names`(host: String) { #expect(host.isLoopbackHost) }

    @Test(arguments: [
        "", "localhost.example.org", "127.0.0.1.example.org", "127.example.org", "127.1",
        "127.0.0.", "127.0.0.256", "128.0.0.1", "0.0.0.0", "::2", "::ffff:127.0.0.1", "/run/x",
    ])
    func `everything else may be another`(host: String) { #expect(!host.isLoopbackHost) }
}
