// What an embedder imports: `import Tidegate`.
@_exported import TidegateEngine
@_exported import TidegateModel
@_exported import TidegateRules
@_exported import TidegateStore
