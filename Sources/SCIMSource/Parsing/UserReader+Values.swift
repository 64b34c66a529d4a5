import Directory

// Single values of a User resource.

extension UserReader {
    mutating func take(
        _ value: JSONValue, of attribute: Attribute, element: Int,
        to builder: inout SCIMReadingBuilder
    ) {
        guard !value.isNull, isFirst(attribute, to: &builder) else { return }
        if let text = value.text {
            take(text, of: attribute, element: element, to: &builder)
        } else if let bare = value.bareText {
            if value.truth == nil || attribute.definition.type != .boolean {
                builder.report(.valueAsText, of: attribute.path, at: resource.labelText)
            }
            bare.withBytes { take($0, of: attribute, element: element, to: &builder) }
        } else {
            resource.leaveOut(.unexpectedType, of: attribute.path, to: &builder)
        }
    }

    private mutating func take(
        _ text: UnsafeBufferPointer<UInt8>, of attribute: Attribute, element: Int,
        to builder: inout SCIMReadingBuilder
    ) {
        if let fault = resource.fault(in: text) {
            return resource.leaveOut(fault, of: attribute.path, to: &builder)
        }
        values.append(text, of: attribute, element: element)
    }

    mutating func takeActive(_ value: JSONValue, to builder: inout SCIMReadingBuilder) {
        guard !value.isNull, isFirst(.active, to: &builder) else { return }
        if let truth = value.truth {
            isActive = truth
            return
        }
        switch (value.string ?? value.digits)?.lowercased() {
        case "true", "1": isActive = true
        case "false", "0": isActive = false
        default: return resource.leaveOut(.unreadableActive, of: "active", to: &builder)
        }
        builder.report(.activeAsText, at: resource.labelText)
    }

    /// An object with a value or a `$ref`; servers also send the id bare.
    mutating func takeManager(_ manager: JSONValue, to builder: inout SCIMReadingBuilder) {
        guard !manager.isNull, isFirst(.managerValue, to: &builder) else { return }
        guard manager.isObject else {
            builder.report(.bareManager, at: resource.labelText)
            return takeManagerID(manager, to: &builder)
        }
        var reference: JSONValue?
        var isNamed = false
        for value in manager.children where !value.isNull {
            switch layout.manager.match(value.name)?.meaning {
            case .value where !isNamed:
                isNamed = true
                takeManagerID(value, to: &builder)
            case .value: resource.leaveOut(.repeatedAttribute, of: "manager", to: &builder)
            case .reference: reference = value
            case nil: break
            }
        }
        if !isNamed, let reference {
            builder.report(.idInReference, of: "manager", at: resource.labelText)
            takeManagerID(reference, to: &builder)
        }
    }

    private mutating func takeManagerID(
        _ value: JSONValue, to builder: inout SCIMReadingBuilder
    ) {
        if let text = value.text {
            let id = ResourceReference(text).id
            if let fault = resource.fault(in: id) {
                resource.leaveOut(fault, of: "manager", to: &builder)
            } else if !id.isEmpty {
                manager = builder.reference(to: id)
            }
        } else if let digits = value.digits {
            builder.report(.numericID, of: "manager", at: resource.labelText)
            manager = digits.withBytes { builder.reference(to: $0) }
        } else {
            resource.leaveOut(.unexpectedType, of: "manager", to: &builder)
        }
    }

    /// Notes that a value has another type than its attribute; null is no value.
    mutating func leaveOut(
        _ value: JSONValue, of name: String, to builder: inout SCIMReadingBuilder
    ) {
        if !value.isNull { resource.leaveOut(.unexpectedType, of: name, to: &builder) }
    }

    /// Which of two values of one attribute is true nobody knows: the first is taken, and the
    /// account does not count as read.
    mutating func isFirst(_ attribute: Attribute, to builder: inout SCIMReadingBuilder) -> Bool {
        if seen.insert(attribute) { return true }
        resource.leaveOut(.repeatedAttribute, of: attribute.path, to: &builder)
        return false
    }
}

/// Attributes, a bit for each.
struct AttributeSet: Sendable {
    private var bits: UInt64 = 0

    func contains(_ attribute: Attribute) -> Bool { bits & Self.bit(attribute) != 0 }

    /// False when it was there already.
    mutating func insert(_ attribute: Attribute) -> Bool {
        defer { bits |= Self.bit(attribute) }
        return !contains(attribute)
    }

    private static func bit(_ attribute: Attribute) -> UInt64 { 1 << UInt64(attribute.rawValue) }
}
