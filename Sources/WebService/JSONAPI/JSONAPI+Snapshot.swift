import HTTPTypes
import HummingbirdCore
import NIOCore

/// `/v1/snapshot`: what checks need, as a file that can be verified without us.
extension JSONAPI {
    /// **Units:** bytes that wait for a slow reader; all of them share the one file.
    private static let part = 64 << 10

    func snapshot(_ request: WebRequest) async throws(WebProblem) -> WebAnswer {
        try request.require(.get)
        try request.query.allow(["atLeast"])
        guard let snapshots else {
            throw .notFound(
                "no snapshots are signed here: name a key in the configuration of the service, as "
                    + "serve: {snapshots: {key: {file: PATH}}}")
        }
        let view = try await view(request.query, taking: [])
        let snapshot = try await snapshots.snapshot(of: view)
        var answer = WebAnswer(.ok, [], type: .gzip, fields: view.fields)
        answer.length = snapshot.bytes.readableBytes
        answer.stream = { @concurrent writer in
            var rest = snapshot.bytes
            while let part = rest.readSlice(length: min(Self.part, rest.readableBytes)),
                part.readableBytes > 0
            {
                try await writer.write(part)
            }
            try await writer.finish(nil)
        }
        return answer.tagged(snapshot.tag, known: request.fields[.ifNoneMatch])
    }
}
