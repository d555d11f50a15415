// What an embedder imports: `import Tidegate`.
@_exported import TidegateEngine
@_exported import TidegateModel
@_exported import TidegateRules
@_exported import TidegateStore

@_exported import struct TidegateScript.PackFiles
@_exported import struct TidegateScript.PackFinding
@_exported import enum TidegateScript.PackFolder
