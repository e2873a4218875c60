using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Logs;
using Holdfast.Slack;
using Holdfast.Testing;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Parsing;

namespace Holdfast.Hosting.Tests.Logs;

/// <summary>What is written of an event, and that it is written whole.</summary>
[Trait("Req", "RS-12")]
public sealed class LogWritingTests
{
    private const string Token = "xoxb-1234567890-abcdefghijkl";

    private static readonly Redaction NoSecrets = new(new ConfigurationBuilder().Build());

    [Fact]
    public async Task Lines_of_many_writers_to_one_file_are_whole_and_all_there()
    {
        const int Writers = 20, Lines = 1_500;
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "logs", "holdfast.log");
        await using (Logger first = To(file), second = To(file))
        {
            // Two of them as two workers have it: each with a handle of its own.
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
            {
                for (var line = 0; line < Lines; line++)
                    (writer % 2 == 0 ? first : second).Information("Writer {Writer} says {Line}: {Words}", writer, line, new string((char)('a' + writer), 120));
            })));
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(file)!);
        var seen = files.SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement).Select(line => (line.GetProperty("Writer").GetInt32(), line.GetProperty("Line").GetInt32())).ToList();
        Assert.Equal(Writers * Lines, seen.Distinct().Count());
        Assert.Equal(Writers * Lines, seen.Count);
        Assert.InRange(files.Length, 2, 4);
        Assert.All(files, one => Assert.InRange(new FileInfo(one).Length, 1, LogWriting.MaxFileBytes + 10_000));

        static Logger To(string file)
        {
            var log = new LoggerConfiguration();
            LogWriting.ToFile(log.WriteTo, "Logs:Path", file, new SafeFormatter(new RenderedCompactJsonFormatter(), NoSecrets));
            return log.CreateLogger();
        }
    }

    [Fact]
    public void A_file_that_cannot_be_written_stops_the_start_and_says_which()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<ConfigurationException>(() => LogWriting.ToFile(new LoggerConfiguration().WriteTo, "Logs:Path", folder.Path, new LineFormatter()));
        Assert.Contains("Logs:Path cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_understood_is_one_line_and_what_is_not_has_its_stack()
    {
        var known = Line(Thrown(new SlackException("chat.postMessage", "channel_not_found")));
        Assert.Contains("[303] It failed: SlackException: ", known, StringComparison.Ordinal);
        Assert.Contains("channel_not_found", known, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", known, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Line(Thrown(new AgentException("It is down.", isTransient: true, new HttpRequestException("no", new SocketException(111))))), StringComparison.Ordinal);

        // A defect stays one, whatever is put around it.
        Assert.Contains("   at ", Line(Thrown(new AgentException("It is down.", isTransient: true, Thrown(Missing(place: null))))), StringComparison.Ordinal);
        var defect = Line(Thrown(new InvalidOperationException("two\nlines")));
        Assert.Contains("   at ", defect, StringComparison.Ordinal);
        Assert.Equal(1, defect.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("the token is " + Token + ".", "the token is xoxb-***")]
    [InlineData("Authorization: Bearer abcdef.ghijkl", "Authorization: Bearer ***")]
    [InlineData("posting to https://hooks.slack.com/actions/T1/2/3abc", "posting to https://hooks.slack.com/***")]
    [InlineData("signed with of-my-own-making", "signed with ***")]
    [InlineData("cannot reach host: password is tiny%2Fbut,mine", "cannot reach host: password is ***")]
    [InlineData("cannot reach host: password is tiny/but,mine", "cannot reach host: password is ***")]
    [InlineData("at most 100000 tokens", "at most 100000 tokens")]
    [Trait("Req", "SE-1")]
    public void Secrets_are_taken_out_of_what_is_written(string said, string written)
    {
        var redaction = new Redaction(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Slack:SigningSecret"] = "of-my-own-making", ["Database:Url"] = "postgres://me:tiny%2Fbut,mine@host/db", ["Agent:MaxPromptTokens"] = "100000",
        }).Build());
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        new SafeFormatter(new LineFormatter(), redaction).Format(Event(LogEventLevel.Error, error: null, "{Said}", said), line);
        Assert.EndsWith($"[303] {written}\n", line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_warning_is_said_once_a_second_and_how_often_it_was_left_out()
    {
        var (repetitions, now) = (new Repetitions(), DateTimeOffset.UnixEpoch);
        var said = Enumerable.Range(0, 9).Select(i => Warning("Redis is away", now.AddMilliseconds(250 * i))).Where(repetitions.IsEnabled).Select(LineText.Of).ToList();
        Assert.Equal(["Redis is away", "Redis is away (3 more like it were left out)", "Redis is away (3 more like it were left out)"], said);
        Assert.True(repetitions.IsEnabled(Warning("Slack is away", now.AddSeconds(2))));

        static LogEvent Warning(string said, DateTimeOffset at) => Event(LogEventLevel.Warning, error: null, "{Said}", said, at);
    }

    private static string Line(Exception error)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        new SafeFormatter(new LineFormatter(), NoSecrets).Format(Event(LogEventLevel.Error, error, "It failed"), line);
        return line.ToString();
    }

    private static LogEvent Event(LogEventLevel level, Exception? error, string text, string? said = null, DateTimeOffset at = default) => new(
        at, level, error, new MessageTemplateParser().Parse(text),
        [
            new LogEventProperty("Said", new ScalarValue(said)), new LogEventProperty("SourceContext", new ScalarValue("Holdfast.Deliveries.DeliveryHandler")),
            new LogEventProperty("EventId", new StructureValue([new LogEventProperty("Id", new ScalarValue(303))])),
        ]);

    private static ArgumentNullException Missing(object? place) => new(nameof(place));

    private static Exception Thrown(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
