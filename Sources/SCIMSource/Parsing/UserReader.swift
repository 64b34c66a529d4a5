import Directory

/// Reads User resources into packed values.
struct UserReader: Sendable {
    var layout = UserLayout()
    var resource = OpenResource()
    /// Of the resource being read.
    var values = AttributeDraft()
    var isActive = true
    var manager: Int32?
    private var ids = 0
    private var hasMeta = false
    /// The attributes that the object being read has given.
    var seen = AttributeSet()

    mutating func read(
        _ user: JSONValue, isMended: Bool, _ arrival: SCIMReadingBuilder.Arrival,
        of query: SCIMReadingBuilder.Query, into builder: inout SCIMReadingBuilder
    ) {
        resource.begin("Users", isMended: isMended)
        let hasID = resource.readID(of: user, to: &builder)
        values.removeAll()
        seen = AttributeSet()
        (ids, isActive, manager, hasMeta) = (0, true, nil, false)
        for value in user.children {
            guard let match = layout.core.match(value.name) else { continue }
            if let oddity = match.oddity {
                report(oddity, layout.core.name(of: match), to: &builder)
            }
            take(value, match.meaning, to: &builder)
        }
        guard hasID, ids == 1 else {
            return builder.leaveOut(from: query, at: resource.labelText)
        }
        if !hasMeta { builder.report(.noMeta, at: resource.labelText) }
        let account = AccountDraft(
            anchor: resource.withID { Anchor(exactly: $0) }, attributes: values.values(),
            manager: manager, isActive: isActive, isReadable: resource.isReadable)
        if !account.hasUserName {
            builder.report(.noUserName, at: resource.labelText)
        }
        builder.add(account, id: builder.knownIDs.number(of: account.anchor), arrival)
    }

    private mutating func take(
        _ value: JSONValue, _ member: UserLayout.Member, to builder: inout SCIMReadingBuilder
    ) {
        switch member {
        case .id: ids += 1
        case .active: takeActive(value, to: &builder)
        case .manager: takeManager(value, to: &builder)
        case .enterprise: takeEnterprise(value, to: &builder)
        case .value(let attribute): take(value, of: attribute, element: 0, to: &builder)
        case .meta(let part):
            hasMeta = !value.isNull
            takeComplex(value, part, element: 0, to: &builder)
        case .complex(let part):
            takeComplex(value, part, element: 0, to: &builder)
        case .elements(let part, let main):
            guard !value.isNull, isFirst(main, to: &builder) else { return }
            takeElements(value, part, main, to: &builder)
        }
    }

    private mutating func takeEnterprise(
        _ extensionValue: JSONValue, to builder: inout SCIMReadingBuilder
    ) {
        guard extensionValue.isObject else {
            return leaveOut(extensionValue, of: "enterprise User", to: &builder)
        }
        for value in extensionValue.children {
            guard let match = layout.enterprise.match(value.name) else { continue }
            if let oddity = match.oddity {
                report(oddity, layout.enterprise.name(of: match), to: &builder)
            }
            take(value, match.meaning, to: &builder)
        }
    }

    private mutating func takeComplex(
        _ object: JSONValue, _ part: UserLayout.Part, element: Int,
        to builder: inout SCIMReadingBuilder
    ) {
        let index = Int(part)
        guard object.isObject else {
            return leaveOut(object, of: layout.partNames[index], to: &builder)
        }
        for value in object.children {
            guard let match = layout.parts[index].match(value.name) else { continue }
            if let oddity = match.oddity { report(oddity, match.meaning.path, to: &builder) }
            take(value, of: match.meaning, element: element, to: &builder)
        }
    }

    private mutating func takeElements(
        _ list: JSONValue, _ part: UserLayout.Part, _ main: Attribute,
        to builder: inout SCIMReadingBuilder
    ) {
        let outer = seen
        defer { seen = outer }
        guard list.isArray else {
            report(.singleElement, layout.partNames[Int(part)], to: &builder)
            return takeElement(list, part, main, 0, to: &builder)
        }
        for (index, element) in list.children.enumerated() {
            guard index <= UInt16.max else {
                let name = layout.partNames[Int(part)]
                return resource.leaveOut(.tooManyElements, of: name, to: &builder)
            }
            takeElement(element, part, main, index, to: &builder)
        }
    }

    private mutating func takeElement(
        _ element: JSONValue, _ part: UserLayout.Part, _ main: Attribute, _ index: Int,
        to builder: inout SCIMReadingBuilder
    ) {
        seen = AttributeSet()
        if element.text != nil || element.bareText != nil {
            report(.bareElement, layout.partNames[Int(part)], to: &builder)
            take(element, of: main, element: index, to: &builder)
        } else {
            takeComplex(element, part, element: index, to: &builder)
        }
    }

    private func report(
        _ oddity: SCIMFinding, _ name: String, to builder: inout SCIMReadingBuilder
    ) {
        builder.report(oddity, of: name, at: resource.labelText)
    }
}
