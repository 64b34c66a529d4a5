/// What is asked of a web service.
struct HTTPRequest: Sendable {
    enum Method: Sendable {
        case get
        /// A form, as the token endpoint of OAuth takes it.
        case post(form: String)
    }

    var method = Method.get
    var url: HTTPURL
    /// The media types that are understood.
    var accept = "application/scim+json, application/json"
    /// Who asks; nil where nobody has to say it, and when a redirect is followed.
    var credential: Credential?
    /// The state that is known already: while it is in force, 304 is all of the answer.
    var known: EntityTag?

    init(_ method: Method = .get, _ url: HTTPURL, known: EntityTag? = nil) {
        (self.method, self.url, self.known) = (method, url, known)
    }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    /// The verb and the server: a path may name somebody, a form holds secrets.
    var description: String {
        switch method {
        case .get: "GET \(url)"
        case .post: "POST \(url)"
        }
    }

    var customMirror: Mirror { Mirror(self, children: []) }
}
