import MeshTransport
import Testing

@Suite("Admission to a mesh") struct AdmissionTests {}
