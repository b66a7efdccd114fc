import Mesh
import MeshFrames
import Testing

@Suite("Frames of a mesh") struct FrameTests {}
