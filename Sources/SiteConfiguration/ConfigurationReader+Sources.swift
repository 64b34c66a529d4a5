import Diagnostics
import Directory
import Foundation
import LDAPSource
import LDIFSource
import RoleMapping

/// The `sources` of the configuration.
extension ConfigurationReader {
    /// Those that could be read; what is wrong with the others is reported.
    func sources(_ value: YAMLValue?) -> [Configuration.Source] {
        guard let list = value?.list() else { return [] }
        if list.isEmpty {
            value?.report(
                "configuration.no-source", "there is no source",
                hint: "name at least one directory to read")
        }
        var seen: Set<SourceID> = []
        return list.compactMap { element in
            guard let source = source(element) else { return nil }
            if !seen.insert(source.id).inserted {
                element.report("configuration.duplicate-source", "another source has this id")
            }
            return source
        }
    }

    /// How often sources that are asked for changes are read as a whole, where they say so.
    func verifyEvery(_ sources: YAMLValue?) -> [SourceID: Duration] {
        var intervals: [SourceID: Duration] = [:]
        for source in sources?.list() ?? [] {
            guard let mapping = source.mappingOfAnyKeys(), let value = mapping["verifyEvery"],
                let id = mapping["id"]?.string()
            else { continue }
            intervals[SourceID(id)] = value.duration()
        }
        return intervals
    }

    private func source(_ value: YAMLValue) -> Configuration.Source? {
        guard let any = value.mappingOfAnyKeys() else { return nil }
        switch any.required("type")?.word(among: ["ldap", "ldif", "scim"]) {
        case "ldap": return ldap(value).map(Configuration.Source.ldap)
        case "ldif": return ldif(value).map(Configuration.Source.ldif)
        case "scim": return scim(value).map(Configuration.Source.scim)
        default: return nil
        }
    }

    func id(_ mapping: YAMLMapping) -> SourceID? {
        guard let value = mapping.required("id"), let text = value.string() else { return nil }
        let isName = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
        if isName { return SourceID(text) }
        value.report(
            "configuration.source-id", "a source's id has lower-case letters, digits, - and _ only")
        return nil
    }

    private func ldif(_ value: YAMLValue) -> LDIFSource.Configuration? {
        let keys = ["id", "type", "path", "schema", "people", "groups", "inactive", "anchor"]
        guard let mapping = value.mapping(keys: keys), let id = id(mapping),
            let file = mapping.required("path")?.string(), let schema = schema(mapping)
        else { return nil }
        return LDIFSource.Configuration(
            id: id, path: path(file), schema: schema,
            peopleBase: base(mapping["people"], keys: ["base", "attributes"]),
            groupsBase: base(mapping["groups"], keys: ["base"]))
    }

    private func base(_ value: YAMLValue?, keys: [String]) -> DistinguishedName? {
        guard let base = value?.mapping(keys: keys)?["base"] else { return nil }
        return name(base)
    }

    private func name(_ value: YAMLValue) -> DistinguishedName? {
        guard let text = value.string() else { return nil }
        do throws(LDAPSyntaxError) {
            return try DistinguishedName(text)
        } catch {
            value.reader.report(
                .error, "configuration.dn", error.description,
                at: value.place(ofCharacter: error.column - 1))
            return nil
        }
    }

    private func ldap(_ value: YAMLValue) -> LDAPConfiguration? {
        let keys = [
            "id", "type", "url", "bind", "tls", "schema", "people", "groups", "inactive", "anchor",
            "sync", "verifyEvery", "pageSize", "timeouts",
        ]
        guard let mapping = value.mapping(keys: keys) else { return nil }
        let id = id(mapping)
        let urls = mapping.required("url").map(urls) ?? []
        let bind = mapping.required("bind").flatMap(bind)
        let people = mapping.required("people").flatMap { search($0, "attributes") }
        let groups = mapping.required("groups").flatMap { search($0) }
        let schema = schema(mapping)
        guard let id, let bind, let people, let groups, let schema else { return nil }
        let configuration = LDAPConfiguration(
            id: id, urls: urls, bind: bind, tls: mapping["tls"].flatMap(tls) ?? .init(),
            schema: schema, people: people, groups: groups,
            sync: mapping["sync"]?.choice(LDAPConfiguration.Sync.self) ?? .auto,
            pageSize: mapping["pageSize"]?.int(in: 1...100_000) ?? 1000,
            timeouts: mapping["timeouts"].flatMap(timeouts) ?? .init())
        for finding in configuration.findings() {
            value.report(
                finding.code, finding.message, severity: finding.severity, hint: finding.hint)
        }
        return configuration
    }

    private func urls(_ value: YAMLValue) -> [LDAPURL] {
        value.listOrOne().compactMap { element in
            guard let text = element.string() else { return nil }
            if let url = LDAPURL(text) { return url }
            element.report(
                "configuration.url", "this is no URL of an LDAP server",
                hint: "write ldaps://HOST[:PORT], ldap://HOST[:PORT] or ldapi://%2Fpath")
            return nil
        }
    }

    private func bind(_ value: YAMLValue) -> LDAPConfiguration.Bind? {
        guard let mapping = value.mapping(keys: ["method", "dn", "password"]) else { return nil }
        switch mapping.required("method")?.word(among: [
            "simple", "external", "gssapi", "anonymous",
        ])
        {
        case "simple":
            let password = mapping.required("password")
                .flatMap { SecretReference($0, relativeTo: folder) }
            guard let dn = mapping.required("dn")?.string(), let password else { return nil }
            return .simple(dn: dn, password: Secret { try password.resolve() })
        case "external": return .external
        case "gssapi": return .gssapi
        case "anonymous": return .anonymous
        default: return nil
        }
    }

    private func tls(_ value: YAMLValue) -> LDAPConfiguration.TLS? {
        guard let mapping = value.mapping(keys: ["mode", "ca", "certificate", "key"]) else {
            return nil
        }
        return LDAPConfiguration.TLS(
            mode: mapping["mode"]?.choice(LDAPConfiguration.TLS.Mode.self) ?? .startTLS,
            ca: mapping["ca"]?.string().map(path),
            certificate: mapping["certificate"]?.string().map(path),
            key: mapping["key"]?.string().map(path))
    }

    private func search(_ value: YAMLValue, _ more: String...) -> LDAPConfiguration.Search? {
        guard let mapping = value.mapping(keys: ["base", "scope", "filter"] + more),
            let base = mapping.required("base"), name(base) != nil, let dn = base.string()
        else { return nil }
        let scopes: [String: SearchScope] = ["base": .base, "one": .oneLevel, "sub": .subtree]
        let scope = mapping["scope"]?.word(among: scopes.keys.sorted()).flatMap { scopes[$0] }
        return LDAPConfiguration.Search(
            base: dn, scope: scope ?? .subtree, filter: mapping["filter"].flatMap(filter))
    }

    private func filter(_ value: YAMLValue) -> LDAPFilter? {
        guard let text = value.string() else { return nil }
        do throws(LDAPSyntaxError) {
            return try LDAPFilter(text)
        } catch {
            value.reader.report(
                .error, "configuration.filter", error.description,
                at: value.place(ofCharacter: error.column - 1))
            return nil
        }
    }

    private func timeouts(_ value: YAMLValue) -> LDAPConfiguration.Timeouts? {
        guard let mapping = value.mapping(keys: ["connect", "operation", "overall"]) else {
            return nil
        }
        var timeouts = LDAPConfiguration.Timeouts()
        timeouts.connect = mapping["connect"]?.duration() ?? timeouts.connect
        timeouts.operation = mapping["operation"]?.duration() ?? timeouts.operation
        timeouts.overall = mapping["overall"]?.duration() ?? timeouts.overall
        return timeouts
    }
}
