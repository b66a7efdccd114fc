internal import Mesh
internal import PNRP

extension MeshOrder {
    /// The name under which members of the mesh are found in PNRP: unsecured, so that anybody may offer itself; the
    /// admission protects the mesh (peer channel 4.1).
    func peerName() throws(EngineError) -> PeerName {
        do throws(PeerNameError) {
            return try PeerName("0.\(meshID)")
        } catch {
            throw .mesh(.invalidInput("The mesh id '\(meshID)' is too long for a peer name."))
        }
    }

    /// The same with the mesh id in lower case, or a sentence that says what cannot be (peer channel 1, 2, 11).
    func checked() throws(EngineError) -> MeshOrder {
        var order = self
        order.meshID = meshID.lowercased()
        order.path = path.isEmpty ? "/" : path
        if let complaint = order.complaint { throw .mesh(.invalidInput(complaint)) }
        return order
    }

    private var complaint: String? {
        let shapes = meshID.split(separator: ".", omittingEmptySubsequences: false)
        if shapes.contains(where: { $0.isEmpty || !$0.unicodeScalars.allSatisfy(\.isLabelCharacter) }) {
            return "'\(meshID)' is no mesh id: it is shaped like a host name, such as 'quickreturntraderchat'."
        }
        if nickname.isEmpty || nickname.unicodeScalars.contains(where: \.isInvisible) {
            return "A nickname has at least one character, and no control characters."
        }
        if nickname.utf8.count > Mesh.Limits.nicknameBytes {
            return "A nickname has at most \(Mesh.Limits.nicknameBytes) bytes."
        }
        if !(Mesh.Limits.leastMessageSize...Mesh.Limits.largestMessageSize).contains(messageLimit) {
            return """
                A message limit is \(Mesh.Limits.leastMessageSize) to \(Mesh.Limits.largestMessageSize) bytes.
                """
        }
        return credentialComplaint
    }

    /// The matrix of modes and credentials (peer channel 11).
    private var credentialComplaint: String? {
        switch (mode, credential) {
        case (.transport, .none), (.transportWithMessageCredential, .none):
            "The mode '\(mode.rawValue)' needs a password or a certificate."
        case (.none, .password), (.message, .password):
            "The mode '\(mode.rawValue)' asks nobody for a password; 'transport' and 'both' do."
        case (.none, .certificate): "The mode 'none' has no use for a certificate."
        case (_, .password(let password)) where password.allSatisfy(\.isWhitespace): "A password cannot be empty."
        default: nil
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLabelCharacter: Bool {
        properties.isAlphabetic || ("0"..."9").contains(self) || self == "-" || self == "_"
    }

    fileprivate var isInvisible: Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
    }
}
