import PeerBase

extension XMLElement {
    /// An element of a document of ours, its attributes without a namespace.
    init(
        _ local: String, in namespace: String, _ attributes: KeyValuePairs<String, String> = [:], text: String = "",
        children: [XMLElement] = []
    ) {
        self.init(
            Name(local, in: namespace), attributes: attributes.map { Attribute(Name($0.key), $0.value) }, text: text,
            children: children)
    }
}
