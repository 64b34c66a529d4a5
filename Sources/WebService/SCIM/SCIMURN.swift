import Directory

/// The names that RFC 7643, RFC 7644 and this service give to schemas and messages.
enum SCIMURN {
    static let user = AttributeDefinition.Schema.core.rawValue
    static let enterpriseUser = AttributeDefinition.Schema.enterprise.rawValue
    static let rollcallUser = AttributeDefinition.Schema.rollcall.rawValue
    static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
    static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    static let serviceProviderConfig =
        "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
    static let resourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    static let schema = "urn:ietf:params:scim:schemas:core:2.0:Schema"
}
