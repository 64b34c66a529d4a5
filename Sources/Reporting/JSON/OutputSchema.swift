/// The JSON Schema (draft 2020-12) of each JSON output, embedded in the binary.
///
/// Readers must ignore members that they do not know: members may be added without a new
/// `formatVersion`.
public enum OutputSchema: String, Sendable, CaseIterable {
    case sync
    case changesList = "changes-list"
    case changesShow = "changes-show"
    case changesApprove = "changes-approve"
    case changesApply = "changes-apply"
    case entitlements
    case why
    case whyNot = "why-not"
    case directoryExport = "directory-export"
    case directoryPerson = "directory-person"
    case directoryGroup = "directory-group"
    case mappingsLint = "mappings-lint"
    case mappingsTest = "mappings-test"
    case mappingsPreview = "mappings-preview"
    case mappingsCoverage = "mappings-coverage"
    case ledgerShow = "ledger-show"
    case ledgerVerify = "ledger-verify"
    case storeCopy = "store-copy"
    case tokensCreate = "tokens-create"
    case tokensList = "tokens-list"
    case doctor

    /// The schema of what a command prints, by the words of the command with a hyphen between them.
    public init?(command: String) {
        guard let schema = OutputSchema(rawValue: command) ?? Self.shared[command] else {
            return nil
        }
        self = schema
    }

    /// Every name that ``init(command:)`` takes. **Shape:** sorted.
    public static var names: [String] { (allCases.map(\.rawValue) + shared.keys).sorted() }

    /// Commands that print what another one prints.
    private static let shared: [String: OutputSchema] = [
        "changes-reject": .changesApprove, "changes-hold": .changesApprove,
        "who-can": .entitlements, "person": .entitlements, "why-lost": .why,
        "tokens-revoke": .tokensCreate,
    ]

    /// The schema itself, a JSON document.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private var bytes: [UInt8] {
        switch self {
        case .sync: PackageResources.sync_schema_json
        case .changesList: PackageResources.changes_list_schema_json
        case .changesShow: PackageResources.changes_show_schema_json
        case .changesApprove: PackageResources.changes_approve_schema_json
        case .changesApply: PackageResources.changes_apply_schema_json
        case .entitlements: PackageResources.entitlements_schema_json
        case .why: PackageResources.why_schema_json
        case .whyNot: PackageResources.why_not_schema_json
        case .directoryExport: PackageResources.directory_export_schema_json
        case .directoryPerson: PackageResources.directory_person_schema_json
        case .directoryGroup: PackageResources.directory_group_schema_json
        case .mappingsLint: PackageResources.mappings_lint_schema_json
        case .mappingsTest: PackageResources.mappings_test_schema_json
        case .mappingsPreview: PackageResources.mappings_preview_schema_json
        case .mappingsCoverage: PackageResources.mappings_coverage_schema_json
        case .ledgerShow: PackageResources.ledger_show_schema_json
        case .ledgerVerify: PackageResources.ledger_verify_schema_json
        case .storeCopy: PackageResources.store_copy_schema_json
        case .tokensCreate: PackageResources.tokens_create_schema_json
        case .tokensList: PackageResources.tokens_list_schema_json
        case .doctor: PackageResources.doctor_schema_json
        }
    }
}
