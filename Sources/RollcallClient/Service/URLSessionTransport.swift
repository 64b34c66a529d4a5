import Foundation
import FoundationNetworking
import Synchronization

/// Foundation's own client: nothing more to build or to keep up to date. It believes the authorities of this
/// machine, and remembers neither answers nor cookies.
public struct URLSessionTransport: HTTPTransport {
    public init() {}

    public func get(
        _ url: URL, headers: [String: String], timeout: Duration
    ) async throws -> HTTPAnswer {
        let exchange = Exchange()
        var request = URLRequest(
            url: url, cachePolicy: .reloadIgnoringLocalAndRemoteCacheData,
            timeoutInterval: timeout / .seconds(1))
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpShouldSetCookies = false
        let session = URLSession(
            configuration: configuration, delegate: exchange, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: request)
        return try await withTaskCancellationHandler {
            try await exchange.answer { task.resume() }
        } onCancel: {
            task.cancel()
        }
    }
}

/// Collects one answer.
private final class Exchange: NSObject, URLSessionDataDelegate {
    private struct Progress {
        var body: [UInt8] = []
        var continuation: CheckedContinuation<HTTPAnswer, any Error>?
    }

    private let progress = Mutex(Progress())
    /// No snapshot is larger. **Units:** bytes.
    private static let most = 1 << 30

    func answer(_ begin: () -> Void) async throws -> HTTPAnswer {
        try await withCheckedThrowingContinuation { continuation in
            progress.withLock { $0.continuation = continuation }
            begin()
            // Whoever was cancelled before may have missed the end, and is told of no other.
            if Task.isCancelled {
                let waiting = progress.withLock { $0.continuation.take() }
                waiting?.resume(throwing: CancellationError())
            }
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooMuch = progress.withLock { progress in
            progress.body += data
            return progress.body.count > Self.most
        }
        if isTooMuch { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        let (continuation, body) = progress.withLock { progress in
            defer { progress = Progress() }
            return (progress.continuation, progress.body)
        }
        guard error == nil, let response = task.response as? HTTPURLResponse else {
            continuation?.resume(throwing: error ?? URLError(.badServerResponse))
            return
        }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields { headers["\(name)"] = "\(value)" }
        continuation?.resume(
            returning: HTTPAnswer(status: response.statusCode, headers: headers, body: body))
    }
}
