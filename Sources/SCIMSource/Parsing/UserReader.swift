import Directory

/// Reads User resources into packed values.
struct UserReader: Sendable {
    var layout = UserLayout()
    var resource = OpenResource()
    /// Of the resource being read.
    var values = AttributeDraft()
    var isActive = true
    var manager: Int32?
    private var hasMeta = false
    /// The attributes that the object being read has given.
    var seen = AttributeSet()

    mutating func read(
        _ user: JSONValue, isMended: Bool, _ arrival: SCIMReadingBuilder.Arrival,
        of query: SCIMReadingBuilder.Query, into builder: inout SCIMReadingBuilder
    ) {
        resource.begin("Users", isMended: isMended)
        let hasID = resource.readID(of: user, &layout.core, \.isID, to: &builder)
        guard hasID else { return builder.leaveOut(from: query, at: resource.labelText) }
        values.removeAll()
        seen = AttributeSet()
        (isActive, manager, hasMeta) = (true, nil, false)
        for value in user.children {
            guard let match = layout.core.match(value.name) else { continue }
            take(value, match, to: &builder)
        }
        if !hasMeta { builder.report(.noMeta, at: resource.labelText) }
        let account = AccountDraft(
            anchor: resource.withID { Anchor(exactly: $0) }, attributes: values.values(),
            manager: manager, isActive: isActive, isReadable: resource.isReadable)
        if !account.attributes.anyValue(of: .userName, where: { _, _ in true }) {
            builder.report(.noUserName, at: resource.labelText)
        }
        resource.label.withUnsafeBufferPointer { builder.add(account, label: $0, arrival) }
    }

    private mutating func take(
        _ value: JSONValue, _ match: NameTable<UserLayout.Member>.Match,
        to builder: inout SCIMReadingBuilder
    ) {
        if let oddity = match.oddity {
            builder.report(oddity, of: match.name, at: resource.labelText)
        }
        switch match.meaning {
        case .id: break
        case .active: takeActive(value, to: &builder)
        case .manager: takeManager(value, to: &builder)
        case .enterprise: takeEnterprise(value, to: &builder)
        case .value(let attribute): take(value, of: attribute, element: 0, to: &builder)
        case .meta(let part):
            hasMeta = !value.isNull
            takeComplex(value, match.name, part, element: 0, to: &builder)
        case .complex(let part):
            takeComplex(value, match.name, part, element: 0, to: &builder)
        case .elements(let part, let main):
            guard !value.isNull, isFirst(main, to: &builder) else { return }
            takeElements(value, match.name, part, main, to: &builder)
        }
    }

    private mutating func takeEnterprise(
        _ extensionValue: JSONValue, to builder: inout SCIMReadingBuilder
    ) {
        guard isObject(extensionValue, "enterprise User", to: &builder) else { return }
        for value in extensionValue.children {
            guard let match = layout.enterprise.match(value.name) else { continue }
            take(value, match, to: &builder)
        }
    }

    private mutating func takeComplex(
        _ object: JSONValue, _ name: String, _ part: Int, element: Int,
        to builder: inout SCIMReadingBuilder
    ) {
        guard isObject(object, name, to: &builder) else { return }
        for value in object.children {
            guard let match = layout.parts[part].match(value.name) else { continue }
            if let oddity = match.oddity {
                builder.report(oddity, of: match.meaning.path, at: resource.labelText)
            }
            take(value, of: match.meaning, element: element, to: &builder)
        }
    }

    private mutating func takeElements(
        _ list: JSONValue, _ name: String, _ part: Int, _ main: Attribute,
        to builder: inout SCIMReadingBuilder
    ) {
        let outer = seen
        defer { seen = outer }
        guard list.isArray else {
            builder.report(.singleElement, of: name, at: resource.labelText)
            return takeElement(list, name, part, main, 0, to: &builder)
        }
        for (index, element) in list.children.enumerated() {
            guard index <= UInt16.max else {
                return resource.leaveOut(.tooManyElements, of: name, to: &builder)
            }
            takeElement(element, name, part, main, index, to: &builder)
        }
    }

    private mutating func takeElement(
        _ element: JSONValue, _ name: String, _ part: Int, _ main: Attribute, _ index: Int,
        to builder: inout SCIMReadingBuilder
    ) {
        seen = AttributeSet()
        if element.text != nil || element.bareText != nil {
            builder.report(.bareElement, of: name, at: resource.labelText)
            take(element, of: main, element: index, to: &builder)
        } else {
            takeComplex(element, name, part, element: index, to: &builder)
        }
    }
}

extension UserLayout.Member {
    fileprivate var isID: Bool {
        if case .id = self { true } else { false }
    }
}
