import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

@testable import TidegateServer

@Suite("An error on a page")
struct SpokenErrorTests {
    func spoken(_ error: TidegateError, _ language: Language) async throws -> TidegateError {
        let engine = try await Engine.open(store: SQLiteStore.inMemory())
        let texts = Texts(try WebFiles())
        return SpokenErrors(texts, engine.bundle, language)(error)
    }

    @Test("of the server itself is said in the reader's language, with its figures")
    func server() async throws {
        let error = try await spoken(SignInSentences.passwordLength(10, 200), .simplifiedChinese)
        #expect(error.message == "密码长度为 10 至 200 个字符。")
        #expect(error.hint == "建议使用三四个互不相关的词。")
        #expect(error.code == "password.length")
    }

    @Test("has no advice for the command line")
    func noCommandLine() async throws {
        let error = try await spoken(SignInSentences.linkGone(), .english)
        #expect(error.hint == "Ask an administrator for a new one.")
    }

    @Test("of the engine is said by the engine's texts")
    func engine() async throws {
        let error = try await spoken(StoreError.busy.asTidegateError, .traditionalChinese)
        #expect(error.message == "工作區忙碌中。")
        #expect(error.hint == "請稍後再試。")
    }

    @Test("that no text knows stays as it is")
    func unknown() async throws {
        let error = TidegateError(.invalid, "some.thing", "Some thing.", hint: "Do it.")
        #expect(try await spoken(error, .simplifiedChinese) == error)
    }
}
