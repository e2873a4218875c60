using System.Text;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Transports;
using Holdfast.Tests;

namespace Holdfast.Mcp.Tests.Transports;

[Trait("Req", "SE-4")]
public sealed class ErrorLinesTests
{
    private readonly FakeClock _clock = new();
    private readonly RecordedLogs<ErrorLines> _logs = new();

    [Fact]
    public async Task Of_many_lines_the_first_are_written_and_the_others_counted()
    {
        await ReadAsync(string.Concat(Enumerable.Range(1, 1_000).Select(number => $"line {number}\n")));
        Assert.Equal(ErrorLines.MostInWindow + 1, _logs.Lines.Count);
        Assert.Contains("980 more lines", _logs.Lines.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_control_characters_and_length_stay_out_wherever_a_line_is_cut()
    {
        const string secret = "very-secret-value";
        foreach (var before in (int[])[0, 480, 490, 499, 7_990, 20_000])
        {
            var lines = await ReadAsync($"{new string('a', before)}{secret}\e[31m {secret}\n", secret);
            Assert.DoesNotContain("very-s", _logs.Lines.Last().Text, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', _logs.Lines.Last().Text);
            Assert.InRange(lines.Last!.Length, 1, 501);
        }
    }

    private async Task<ErrorLines> ReadAsync(string text, params string[] secrets)
    {
        var lines = new ErrorLines("odd", new SecretMask(secrets), _clock, _logs);
        await lines.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
        return lines;
    }
}
