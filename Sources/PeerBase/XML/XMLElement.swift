/// An element of an XML document as a value, its names resolved. Documents are read by an edge and reach the cores like
/// this; cores make elements and have them written by ``document(prefixes:)``.
package struct XMLElement: Hashable, Sendable {
    /// A name with its namespace; the empty namespace is none.
    package struct Name: Hashable, Sendable {
        package var namespace: String
        package var local: String

        package init(_ local: String, in namespace: String = "") {
            self.namespace = namespace
            self.local = local
        }
    }

    package struct Attribute: Hashable, Sendable {
        package var name: Name
        package var value: String

        package init(_ name: Name, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var name: Name
    package var attributes: [Attribute]
    package var children: [XMLElement]
    /// The text directly inside, without what is inside children, white space around it removed.
    package var text: String
    /// The namespace of each prefix in scope here, for qualified names in ``text``; the empty prefix is the default.
    /// Empty in elements that are made to be written.
    package var prefixes: [String: String]

    package init(
        _ name: Name, attributes: [Attribute] = [], text: String = "", children: [XMLElement] = [],
        prefixes: [String: String] = [:]
    ) {
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children
        self.prefixes = prefixes
    }

    /// The first child of this name.
    package func child(_ name: Name) -> XMLElement? { children.first { $0.name == name } }

    /// The value of an attribute; most have no namespace.
    package func attribute(_ local: String, in namespace: String = "") -> String? {
        attributes.first { $0.name == Name(local, in: namespace) }?.value
    }
}
