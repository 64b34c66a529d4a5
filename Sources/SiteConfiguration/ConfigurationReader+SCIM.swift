import Diagnostics
import Directory
import RoleMapping
import SCIMSource

/// A source of type `scim`.
extension ConfigurationReader {
    func scim(_ value: YAMLValue) -> SCIMConfiguration? {
        let keys = [
            "id", "type", "url", "auth", "tls", "sync", "verifyEvery", "pageSize", "timeouts",
        ]
        guard let mapping = value.mapping(keys: keys) else { return nil }
        let id = id(mapping)
        let url = mapping.required("url").flatMap(webAddress)
        let authentication = mapping.required("auth").flatMap(authentication)
        guard let id, let url, let authentication else { return nil }
        var configuration = SCIMConfiguration(
            id: id, url: url,
            http: HTTPConfiguration(
                authentication: authentication, tls: mapping["tls"].flatMap(webTLS) ?? .init()),
            pageSize: mapping["pageSize"]?.int(in: 1...10_000))
        configuration.sync = mapping["sync"]?.choice(SCIMConfiguration.Sync.self) ?? .auto
        if let timeouts = mapping["timeouts"] { set(timeouts, of: &configuration) }
        for finding in configuration.findings() {
            value.report(
                finding.code, finding.message, severity: finding.severity, hint: finding.hint)
        }
        return configuration
    }

    func webAddress(_ value: YAMLValue) -> HTTPURL? {
        guard let text = value.string() else { return nil }
        if let url = HTTPURL(text) { return url }
        value.report(
            "configuration.url", "this is no URL of a web service that may be asked",
            hint:
                "write https://HOST[:PORT]/PATH without a password; http:// is for this machine only"
        )
        return nil
    }

    private func authentication(_ value: YAMLValue) -> Authentication? {
        guard let mapping = value.mapping(keys: ["bearer", "basic", "clientCredentials", "none"])
        else { return nil }
        guard mapping.entries.count == 1, let (method, _, details) = mapping.entries.first else {
            value.report(
                "configuration.auth", "expected one of bearer, basic, clientCredentials and none",
                hint: "write for example {bearer: {env: SCIM_TOKEN}}")
            return nil
        }
        switch method {
        case "bearer": return secret(details).map(Authentication.bearer)
        case "basic":
            guard let basic = details.mapping(keys: ["userName", "password"]) else { return nil }
            let password = basic.required("password").flatMap(secret)
            guard let userName = basic.required("userName")?.string(), let password else {
                return nil
            }
            return .basic(userName: userName, password: password)
        case "clientCredentials": return oauthClient(details).map(Authentication.clientCredentials)
        default:
            if details.bool() == true { return Authentication.none }
            details.report(
                "configuration.auth", "there is no way to say who asks",
                hint: "write {none: true} for a service that asks for nothing")
            return nil
        }
    }

    private func oauthClient(_ value: YAMLValue) -> OAuthClient? {
        let keys = ["tokenURL", "clientID", "clientSecret", "scope"]
        guard let mapping = value.mapping(keys: keys) else { return nil }
        let url = mapping.required("tokenURL").flatMap(webAddress)
        let id = mapping.required("clientID")?.string()
        let secret = mapping.required("clientSecret").flatMap(secret)
        guard let url, let id, let secret else { return nil }
        return OAuthClient(tokenURL: url, id: id, secret: secret, scope: mapping["scope"]?.string())
    }

    private func secret(_ value: YAMLValue) -> Secret? {
        SecretReference(value, relativeTo: folder).map { reference in
            Secret { try reference.resolve() }
        }
    }

    private func webTLS(_ value: YAMLValue) -> HTTPConfiguration.TLS? {
        guard let mapping = value.mapping(keys: ["ca", "certificate", "key"]) else { return nil }
        return HTTPConfiguration.TLS(
            ca: mapping["ca"]?.string().map(path),
            certificate: mapping["certificate"]?.string().map(path),
            key: mapping["key"]?.string().map(path))
    }

    private func set(_ value: YAMLValue, of configuration: inout SCIMConfiguration) {
        let keys = ["connect", "firstByte", "stall", "operation", "overall"]
        guard let mapping = value.mapping(keys: keys) else { return }
        var timeouts = configuration.http.timeouts
        timeouts.connect = mapping["connect"]?.duration() ?? timeouts.connect
        timeouts.firstByte = mapping["firstByte"]?.duration() ?? timeouts.firstByte
        timeouts.stall = mapping["stall"]?.duration() ?? timeouts.stall
        timeouts.total = mapping["operation"]?.duration() ?? timeouts.total
        configuration.http.timeouts = timeouts
        configuration.overall = mapping["overall"]?.duration() ?? configuration.overall
    }
}
