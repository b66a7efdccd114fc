package import CommandTree
package import PeerEngine

extension CommandFailure {
    /// What cannot be done with a mesh, told to people.
    package init(_ error: MeshError) {
        switch error {
        case .notJoined(let mesh):
            self.init(
                "This process is not in the mesh '\(mesh)'.",
                hint: "'p2p mesh join \(mesh)' joins it; 'p2p mesh show meshes' lists those it is in.",
                status: .notFound)
        case .joinedDifferently(let mesh):
            self.init(
                "The mesh '\(mesh)' is joined with other settings.",
                hint: "'p2p mesh leave \(mesh)' leaves it; then join anew.")
        case .invalidInput(let sentence): self.init(sentence, status: .usage)
        case .unusableCredential(let sentence): self.init(sentence, status: .notPermitted)
        case .cannotListen(let port, let reason): self.init("The TCP port \(port) cannot be used: \(reason)")
        case .noSuchMember(let member, let mesh):
            self.init(
                "Nobody called '\(member)' is in the mesh '\(mesh)'.",
                hint: "'p2p mesh show members \(mesh)' lists those who are.", status: .notFound)
        case .ambiguousMember(let member, let mesh):
            self.init(
                "More than one member of '\(mesh)' answers to '\(member)'.",
                hint: "'p2p mesh show members \(mesh)' shows their keys: the first digits of one will do.",
                status: .usage)
        case .noPrivateMessages(let mesh):
            self.init(
                "The mesh '\(mesh)' does not sign messages, so nobody has a key to seal one to.",
                hint: "mode=message or mode=both signs.", status: .notPermitted)
        case .messageTooLong(let limit): self.init("A message in this mesh has at most \(limit) bytes.", status: .usage)
        }
    }
}
