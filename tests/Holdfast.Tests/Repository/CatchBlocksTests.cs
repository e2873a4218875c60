using System.Text.RegularExpressions;

namespace Holdfast.Tests.Repository;

/// <summary>No exception is swallowed: a catch does something with it, or says in words why nothing is to be done.</summary>
public sealed partial class CatchBlocksTests
{
    [Fact]
    [Trait("Req", "RS-13")]
    public void No_exception_is_swallowed()
    {
        var blocks = Sources.CSharp().SelectMany(file => Swallowed(File.ReadAllText(file)).Select(line => $"{Path.GetRelativePath(Sources.Root, file)}:{line}")).ToList();
        Assert.True(blocks.Count == 0, $"These catch blocks neither log, count, rethrow, return or record, nor say why:\n{string.Join('\n', blocks)}");
    }

    [Fact]
    public void The_sources_are_found() => Assert.True(Sources.CSharp().Sum(file => Blocks(File.ReadAllText(file)).Count()) > 20);

    [Theory]
    [InlineData("try { A(); } catch { }", true)]
    [InlineData("try { A(); } catch (Exception) { }", true)]
    [InlineData("try { A(); } catch (Exception e) when (e is IOException { Data: { } }) { Cleanup(); }", true)]
    [InlineData("try { A(); } catch (Exception e) { _ = e; var x = 1; }", true)]
    [InlineData("try { A(); } catch { throw; }", false)]
    [InlineData("try { A(); } catch (IOException e) { LogFailed(e); }", false)]
    [InlineData("try { A(); } catch { return null; }", false)]
    [InlineData("try { A(); } catch { break; }", false)]
    [InlineData("try { A(); } catch (Exception e) { problems.Add(e.Message); }", false)]
    [InlineData("try { A(); } catch\n{\n// The peer is gone, which is what was wanted.\n}", false)]
    [InlineData("var s = \"catch { }\"; // catch { }", false)]
    public void The_check_itself_tells_good_from_bad(string code, bool swallows) => Assert.Equal(swallows, Swallowed(code).Any());

    private static IEnumerable<int> Swallowed(string source) => Blocks(source).Where(block => !IsAnswered(block.Body)).Select(block => block.Line);

    private static bool IsAnswered(string body) => body.Contains("//", StringComparison.Ordinal) || Answer().IsMatch(body);

    /// <summary>The bodies of all catch blocks; braces in strings and comments do not count.</summary>
    private static IEnumerable<(int Line, string Body)> Blocks(string source)
    {
        var code = Quiet().Replace(source, match => new string(match.Value.Select(c => c == '\n' ? c : c is '/' ? '/' : '_').ToArray()));
        foreach (Match start in Catch().Matches(code))
        {
            var at = start.Index + start.Length;
            at = SkipParentheses(code, at);
            if (When().Match(code, at) is { Success: true, Index: var index } when && index == at)
                at = SkipParentheses(code, at + when.Length);
            var open = code.IndexOf('{', at);
            if (open < 0)
                continue;
            var end = open;
            for (var depth = 0; end < code.Length; end++)
            {
                depth += code[end] == '{' ? 1 : code[end] == '}' ? -1 : 0;
                if (depth == 0)
                    break;
            }

            yield return (code.AsSpan(0, start.Index).Count('\n') + 1, code[open..Math.Min(end, code.Length)]);
        }
    }

    private static int SkipParentheses(string code, int from)
    {
        var at = from;
        while (at < code.Length && char.IsWhiteSpace(code[at]))
            at++;
        if (at >= code.Length || code[at] != '(')
            return from;
        for (var depth = 0; at < code.Length; at++)
        {
            depth += code[at] == '(' ? 1 : code[at] == ')' ? -1 : 0;
            if (depth == 0)
                return at + 1;
        }

        return code.Length;
    }

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\"{3,}.*?\"{3,}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline, 5_000)]
    private static partial Regex Quiet();

    [GeneratedRegex(@"\bcatch\b", RegexOptions.None, 1_000)]
    private static partial Regex Catch();

    [GeneratedRegex(@"\s*\bwhen\b", RegexOptions.None, 1_000)]
    private static partial Regex When();

    /// <summary>Logged, counted, rethrown, returned, recorded (set on a task, added, assigned, handed to a method).</summary>
    [GeneratedRegex(
        @"\b(?:throw|return|break|continue|yield)\b|\bLog[A-Z]\w*\(|Logger\.|\b[mM]etrics\.|_output\(|\bSetState\(|\.Add\(|TrySet\w+\(|\w\((?:[^()]*[,\s])?(?:e|exception|error)\b|\{(?:e|exception|error)\.\w|\b\w\w+(?:\.\w+)*\s*=\s*(?:e|exception|error|true|false)\b",
        RegexOptions.None,
        1_000)]
    private static partial Regex Answer();
}
