// The way of one entry from its bytes to a draft.

extension ReadingBuilder {
    /// Begins an entry.
    /// - Parameter dn: as the source spells it.
    public mutating func begin(_ query: Query, dn: UnsafeBufferPointer<UInt8>) {
        queries[query.index].entries += 1
        if openQuery?.subject != query.subject {
            layout = query.subject == .people ? layouts.people : layouts.groups
        }
        openQuery = query
        entry.begin(query.subject, slots: layout.uses.count, firstMember: members.count)
        if dn.isUTF8 {
            entry.label.append(contentsOf: dn)
        } else {
            entry.label.append(contentsOf: String(decoding: dn, as: UTF8.self).utf8)
            report(.invalidUTF8, at: entry.labelText)
        }
    }

    /// Where the values of an attribute of the current entry go; nil when nobody needs them.
    /// - Parameter description: the attribute's name, in any case, with its options.
    public mutating func slot(named description: UnsafeBufferPointer<UInt8>) -> Slot? {
        let slot = layout.slot(named: description)
        if slot?.isUnfinished == true { entry.isUnfinished = true }
        return slot
    }

    /// Takes one value of an attribute of the current entry.
    public mutating func append(_ value: UnsafeBufferPointer<UInt8>, to slot: Slot) {
        guard slot.roles.contains(.guid), let guid = UUIDBits(guid: value) else {
            return distribute(value, to: slot)
        }
        var spelling = guid.description
        spelling.withUTF8 { distribute($0, to: slot) }
    }

    /// Takes a member of the current group whom it does not list itself.
    package mutating func appendMember(_ name: String) {
        members.append(references.add(Array(name.utf8), .member(.distinguishedName)))
    }

    private mutating func distribute(_ value: UnsafeBufferPointer<UInt8>, to slot: Slot) {
        let roles = slot.roles
        if roles.contains(.rules) { judge(value, at: slot) }
        if !roles.isDisjoint(with: [.identifier, .primaryGroup]) { takeIdentity(value, roles) }
        guard !value.isEmpty else {
            if roles.contains(.members) { report(.emptyMember, at: entry.labelText) }
            return
        }
        if roles.contains(.manager), entry.manager == nil {
            entry.manager = reference(to: value, .manager)
        }
        if roles.contains(.members), let syntax = layout.uses[slot.index].members {
            members.append(reference(to: value, .member(syntax)))
        }
        guard roles.contains(.text) else { return }
        if roles.contains(.anchor) { entry.anchorCount += 1 }
        guard value.count <= Self.longestValue else {
            report(.valueTooLong, at: entry.labelText)
            entry.isReadable = false
            return
        }
        guard value.isUTF8 else {
            report(.invalidUTF8, at: entry.labelText)
            entry.isReadable = false
            return
        }
        if slot.isAlternate {
            entry.alternates.append((slot, String(decoding: value, as: UTF8.self)))
        } else {
            take(value, at: slot)
        }
    }

    /// Whether the value shows the account as inactive. One that should be a number and is none leaves
    /// that unknown.
    private mutating func judge(_ value: UnsafeBufferPointer<UInt8>, at slot: Slot) {
        for rule in layout.uses[slot.index].rules {
            guard let isShown = rule.isShown(by: value, at: now) else {
                if !rule.isAlwaysThere { hide() }
                continue
            }
            if isShown { entry.isActive = false }
            if rule.isAlwaysThere { entry.shown.insert(.flags) }
        }
    }

    private mutating func takeIdentity(
        _ value: UnsafeBufferPointer<UInt8>, _ roles: Slot.Roles
    ) {
        if roles.contains(.identifier), let identifier = SecurityIdentifier(value) {
            entry.identifier = identifier
            entry.shown.insert(.identifier)
        }
        if roles.contains(.primaryGroup),
            let number = UInt32(String(decoding: value, as: UTF8.self))
        {
            entry.primaryGroup = number
            entry.shown.insert(.primaryGroup)
        }
    }

    /// Notes that something of the entry is there and is not known.
    private mutating func hide() {
        report(.hiddenValue, at: entry.labelText)
        entry.isReadable = false
    }

    /// Ends the current entry.
    public mutating func end() {
        if entry.isUnfinished {
            report(.unfinishedRange, at: entry.labelText)
            markIncomplete(.unfinishedRange)
        }
        takeAlternates()
        guard entry.anchorCount == 1, let anchor = entry.anchor else { return leaveOut() }
        let isHidden = !entry.shown.isSuperset(of: layout.required)
        if isHidden { hide() }
        switch entry.subject {
        case .people: addAccount(anchor)
        case .groups:
            // Whose primary group it is cannot be told.
            if isHidden { markIncomplete(.hiddenIdentifier) }
            let label = entry.labelText
            primaryGroups.add(group: Int32(groups.count), identifier: entry.identifier)
            groups.append(
                GroupDraft(
                    anchor: anchor, label: label, display: entry.display,
                    members: entry.firstMember..<members.count, isReadable: entry.isReadable))
        }
    }

    private mutating func addAccount(_ anchor: Anchor) {
        let position = Int32(accounts.count)
        entry.label.withUnsafeBufferPointer {
            accountsBySpelling.insert(position, hash: $0.spellingHash)
            labels.append($0)
        }
        if let identifier = entry.identifier, let number = entry.primaryGroup {
            primaryGroups.add(account: position, in: identifier.sibling(number))
        }
        accounts.append(
            AccountDraft(
                anchor: anchor, attributes: entry.values.values(), manager: entry.manager,
                isActive: entry.isActive, isReadable: entry.isReadable))
    }

    private mutating func take(_ value: UnsafeBufferPointer<UInt8>, at slot: Slot) {
        if slot.roles.contains(.anchor) { entry.anchor = Anchor(bytes: value) }
        if slot.roles.contains(.display), entry.display == nil {
            entry.display = String(decoding: value, as: UTF8.self)
        }
        let element = entry.counts[slot.index]
        entry.counts[slot.index] += 1
        for (attribute, isMultiValued) in layout.uses[slot.index].attributes {
            if element == 0 || isMultiValued {
                entry.values.append(value, of: attribute, element: element)
            } else if element == 1 {
                surplus[attribute, default: 0] += 1
            }
        }
    }

    /// The first value in another language counts where there is no plain one.
    private mutating func takeAlternates() {
        for (slot, text) in entry.alternates where entry.counts[slot.index] == 0 {
            var text = text
            text.withUTF8 { take($0, at: slot) }
        }
    }

    /// An entry that cannot be told from others is left out, and the reading proves nothing:
    /// somebody known from before may be behind it.
    private mutating func leaveOut() {
        members.removeLast(members.count - entry.firstMember)
        let isAmbiguous = entry.anchorCount > 1
        report(isAmbiguous ? .severalAnchors : .noAnchor, at: entry.labelText)
        if let openQuery {
            queries[openQuery.index].exclude(because: isAmbiguous ? .severalAnchors : .noAnchor)
        }
        markIncomplete(.unusableEntry(anchor: schema.anchor))
    }

    /// An account by the spelling of its DN, which costs no parsing; or the spelling for later.
    private mutating func reference(
        to value: UnsafeBufferPointer<UInt8>, _ syntax: EntryReferences.Syntax
    ) -> Int32 {
        if value.count > Self.longestValue {
            report(.valueTooLong, at: entry.labelText)
            return references.add(value.prefix(256), .unusable)
        }
        return account(spelled: value) ?? references.add(value, syntax)
    }

    private func account(spelled dn: UnsafeBufferPointer<UInt8>) -> Int32? {
        accountsBySpelling.first(hash: dn.spellingHash) { position in
            labels.withText(at: position) { $0.isEqual(dn) }
        }
    }
}

extension IncompleteReason {
    /// An entry was left out because nothing names it for ever.
    static func unusableEntry(anchor: String) -> IncompleteReason {
        IncompleteReason(
            code: "unusable-entry",
            message: "an entry has no single value of the anchor attribute \(anchor)",
            hint: "let the reader see \(anchor), or configure an anchor that every entry has once")
    }

    /// A group that people may have as their primary group cannot be told from others.
    static let hiddenIdentifier = IncompleteReason(
        code: "hidden-identifier",
        message: "a group does not show what primary groups are found by",
        hint: "let the reader see objectSid of every group")

    /// What is known of either entry cannot be told from the other.
    static let duplicateAnchor = IncompleteReason(
        code: "duplicate-anchor", message: "two different entries have the same anchor",
        hint: "configure an anchor attribute whose values are unique")

    /// Members are missing of which nothing is known.
    static let unfinishedRange = IncompleteReason(
        code: "unfinished-range", message: "the server sent a part of a group's members only")
}
