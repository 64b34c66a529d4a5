import Diagnostics
import Entitlements
import Foundation
import RoleMapping
import Testing

struct MappingFolderTests {
    /// Calls `body` with a folder that has these files.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try body(folder.path)
    }

    @Test func `each yaml file is read, in the order of the names`() throws {
        try withFolder([
            "b.yaml": "b", "a.yaml": "a", ".hidden.yaml": "x", "c.yml": "c", "d.txt": "",
        ]) {
            let contents = MappingFolder.read($0)
            #expect(contents.files.map(\.path) == ["a.yaml", "b.yaml"])
            #expect(contents.files.map(\.text) == ["a", "b"])
            #expect(
                contents.diagnostics.map(\.description) == [
                    "c.yml: warning: the file is not read; call it *.yaml [mapping.ignored-file]"
                ])
        }
    }

    @Test func `one file may stand for the folder`() throws {
        try withFolder(["only.yaml": "x"]) {
            #expect(MappingFolder.read($0 + "/only.yaml").files.map(\.path) == ["only.yaml"])
        }
    }

    @Test func `a folder without yaml, and none at all, are errors`() throws {
        try withFolder([:]) { path in
            #expect(MappingFolder.read(path).diagnostics.map(\.code) == ["mapping.no-files"])
            #expect(
                MappingFolder.read(path + "/none").diagnostics.map(\.description) == [
                    "\(path)/none: error: the mappings are not there; look at the key mappings of rollcall.yaml [mapping.no-folder]"
                ])
        }
    }

    @Test func `a file that cannot be read is an error, not an absent file`() throws {
        try withFolder(["a.yaml": "a"]) { path in
            try FileManager.default.createDirectory(
                atPath: path + "/folder.yaml", withIntermediateDirectories: false)
            let contents = MappingFolder.read(path)
            #expect(contents.diagnostics.map(\.code) == ["mapping.unreadable"])
        }
    }

    @Test func `what may stand in a file that cannot be read is not called unknown`() throws {
        let rules = """
            formatVersion: 1
            rules:
              - {id: r, title: t, when: active eq true, grant: {role: reader, scope: organization}}
            """
        try withFolder(["rules.yaml": rules]) { path in
            #expect(
                MappingFolder.read(path).loaded.diagnostics.map(\.code) == ["mapping.unknown-role"])
            try FileManager.default.createDirectory(
                atPath: path + "/roles.yaml", withIntermediateDirectories: false)
            let loaded = MappingFolder.read(path).loaded
            #expect(loaded.mapping == nil)
            #expect(loaded.diagnostics.map(\.code) == ["mapping.unreadable"])
        }
    }

    @Test func `bytes that are no text are an error`() throws {
        try withFolder([:]) { path in
            try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: path + "/a.yaml"))
            #expect(
                MappingFolder.read(path).diagnostics.map(\.description) == [
                    "a.yaml: error: the file is not UTF-8; save it as UTF-8 [yaml.encoding]"
                ])
        }
    }
}
