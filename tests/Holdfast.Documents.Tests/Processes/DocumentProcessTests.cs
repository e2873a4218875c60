using System.Collections;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Holdfast.Documents.Processes;
using Holdfast.Documents.Tests.Support;
using Holdfast.Testing;

namespace Holdfast.Documents.Tests.Processes;

/// <summary>Whatever becomes of the process that reads, this one gets a text or a sentence, and nothing of the other is left.</summary>
[Trait("Req", "AS-11")]
public sealed class DocumentProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    /// <summary>It stands still: no time limit is reached because this machine is busy.</summary>
    private readonly FakeClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Files() => new()
    {
        { "a.pdf", PdfFiles.Lines(["Hello", "there"]) },
        { "a.docx", OfficeFiles.Word(OfficeFiles.Paragraph("Hello 😀 \"quoted\" \\ &lt;b&gt;")) },
        { "a.xlsx", OfficeFiles.Excel([("A", OfficeFiles.Rows("<row><c><v>5</v></c></row>"))]) },
        { "a.pptx", OfficeFiles.PowerPoint((OfficeFiles.Shape("Hello"), null)) },
        { "a.html", "<!doctype html><p>Hello"u8.ToArray() },
        { "scan.pdf", PdfFiles.Scanned(1, "/Filter /DCTDecode", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]) },
        { "odd 'name'\n\u202E.txt", "Hello"u8.ToArray() },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task It_says_the_same_as_reading_here(string name, byte[] file)
    {
        var here = file.Read(name);
        var there = await ReadAsync(file, name);
        Assert.Equal((here.Kind, here.Text), (there.Kind, there.Text));
        Assert.Equal(here.Notes, there.Notes);
        Assert.Equal(here.Pictures.Select(picture => (picture.Page, picture.MediaType, Convert.ToHexString(picture.Bytes))), there.Pictures.Select(picture => (picture.Page, picture.MediaType, Convert.ToHexString(picture.Bytes))));
    }

    [Fact]
    public async Task Limits_hold_there_as_well()
    {
        var read = await ReadAsync(Encoding.UTF8.GetBytes(new string('x', 100_000)), "a.txt", limits: new DocumentLimits { MaxCharacters = 500 });
        Assert.InRange(read.Text.Length, 300, 500);
    }

    public static TheoryData<string[], DocumentProblem, string> Ends() => new()
    {
        { ["overflow"], DocumentProblem.Damaged, "It is nested too deeply to be read." },
        { ["allocate"], DocumentProblem.TooMuchMemory, "It needs more memory than 100 MB to read." },
        { ["exit"], DocumentProblem.ReaderFailed, "The program that reads documents ended with code 7." },
        { ["babble"], DocumentProblem.ReaderFailed, "The program that reads documents gave no answer that can be understood." },
        { ["shout"], DocumentProblem.ReaderFailed, "The program that reads documents said more than it may." },
    };

    [Theory, MemberData(nameof(Ends))]
    public async Task A_process_that_goes_wrong_is_a_sentence(string[] way, DocumentProblem problem, string words)
    {
        using var process = new DocumentProcess(ReadingHost.Options(way) with { MaxMemoryBytes = 100_000_000 }, _clock);
        var failure = await Assert.ThrowsAsync<DocumentException>(() => process.ReadAsync(Write([1]), "a", null, new DocumentLimits { MaxPictures = 0 }, Cancellation));
        Assert.Equal((problem, words), (failure.Problem, failure.Message));
    }

    [Fact]
    public async Task What_it_complains_about_does_not_hold_it_up() =>
        Assert.Equal("Hello", (await ReadAsync("Hello"u8.ToArray(), "a.txt", "complain")).Text);

    [Fact]
    public async Task A_program_that_is_not_there_is_a_sentence()
    {
        using var process = new DocumentProcess(ReadingHost.Options() with { FileName = "/nowhere/reader" }, _clock);
        var failure = await Assert.ThrowsAsync<DocumentException>(() => process.ReadAsync(Write([1]), "a", null, new DocumentLimits(), Cancellation));
        Assert.Equal((DocumentProblem.ReaderFailed, "The program that reads documents could not be started."), (failure.Problem, failure.Message));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_sentence()
    {
        using var process = new DocumentProcess(ReadingHost.Options(), _clock);
        var failure = await Assert.ThrowsAsync<DocumentException>(() => process.ReadAsync(Path.Combine(_folder.Path, "missing"), "a", null, new DocumentLimits(), Cancellation));
        Assert.Equal((DocumentProblem.ReaderFailed, "The program that reads documents could not open the file."), (failure.Problem, failure.Message));
    }

    [Fact]
    public async Task Arrays_in_arrays_without_end_do_no_harm_here()
    {
        var file = PdfFiles.Page($"BT {new string('[', 500_000)} TJ ET", "/X " + new string('[', 500_000));
        using var process = new DocumentProcess(ReadingHost.Options(), _clock);
        try
        {
            Assert.NotEmpty((await process.ReadAsync(Write(file), "a.pdf", null, new DocumentLimits(), Cancellation)).Notes);
        }
        catch (DocumentException e)
        {
            Assert.Equal(DocumentProblem.Damaged, e.Problem);
        }
    }

    [Fact]
    public async Task One_that_takes_too_long_is_killed()
    {
        using var process = new DocumentProcess(ReadingHost.Options("hang", _folder.Path), _clock);
        var reading = process.ReadAsync(Write([1]), "a", null, new DocumentLimits(), Cancellation);
        var id = await StartedAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var failure = await Assert.ThrowsAsync<DocumentException>(() => reading.WaitAsync(Patience, Cancellation));
        Assert.Equal((DocumentProblem.TooSlow, "It took longer than 30 s to read."), (failure.Problem, failure.Message));
        Assert.All(id, AssertGone);
    }

    [Fact]
    public async Task One_that_is_cancelled_is_killed_and_one_that_waits_stops_waiting()
    {
        using var process = new DocumentProcess(ReadingHost.Options("hang", _folder.Path), _clock);
        using var first = new CancellationTokenSource();
        using var third = new CancellationTokenSource();
        var file = Write([1]);
        var readings = new[] { first.Token, Cancellation, third.Token }.Select(token => process.ReadAsync(file, "a", null, new DocumentLimits(), token)).ToArray();
        var ids = await StartedAsync(2);

        await third.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => readings[2].WaitAsync(Patience, Cancellation));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Count(IsId));

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => readings[0].WaitAsync(Patience, Cancellation));
        Assert.Equal(1, ids.Count(IsAlive));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<DocumentException>(() => readings[1].WaitAsync(Patience, Cancellation));
        Assert.All(ids, AssertGone);
    }

    [Fact]
    public async Task Of_twenty_two_are_read_at_once()
    {
        // The time limit of each runs from the start of its process to the end.
        var options = ReadingHost.Options("name");
        var clock = new CountingClock(options.Timeout);
        using var process = new DocumentProcess(options, clock);
        var file = Write([1]);
        var readings = Enumerable.Range(0, 20).Select(number => process.ReadAsync(file, $"file {number}", null, new DocumentLimits(), Cancellation)).ToArray();
        var read = await Task.WhenAll(readings).WaitAsync(Patience * 3, Cancellation);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"file {number}"), read.Select(text => text.Text));
        Assert.Equal(2, clock.Most);
    }

    [Fact]
    [Trait("Req", "SE-4")]
    public async Task It_sees_nothing_of_this_environment_but_what_NET_needs()
    {
        Environment.SetEnvironmentVariable("SLACK_BOT_TOKEN", "xoxb-secret");
        var read = await ReadAsync([1], "a", "environment");
        var names = read.Text.Split('\n').Select(line => line.Split('=')[0]).ToList();
        Assert.DoesNotContain("xoxb-secret", read.Text, StringComparison.Ordinal);
        Assert.Contains("DOTNET_GCHeapHardLimit=1E848000", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(names.Except(["PATH", "HOME", "TMPDIR", "TZ", "LANG"]), name => !name.StartsWith("DOTNET_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_ends_when_whoever_asked_is_gone()
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ReadingHost.Verb, "hang", _folder.Path]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new ReadRequest("x", "a", null, new DocumentLimits()), ProcessJson.Compact.ReadRequest));
        await process.StandardInput.FlushAsync(Cancellation);
        Assert.Equal([process.Id], await StartedAsync(1));
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.Equal(3, process.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("{\"Path\":\"x\",\"Name\":\"a\",\"Limits\":{\"MaxPages\":-1}}\n")]
    public async Task Called_by_somebody_who_asks_nothing_it_says_nothing(string input)
    {
        using var output = new MemoryStream();
        Assert.Equal(2, await DocumentCommand.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)), output));
        Assert.Empty(output.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<DocumentText> ReadAsync(byte[] file, string name, string? way = null, DocumentLimits? limits = null)
    {
        using var process = new DocumentProcess(way is null ? ReadingHost.Options() : ReadingHost.Options(way), _clock);
        return await process.ReadAsync(Write(file), name, null, limits ?? new DocumentLimits(), Cancellation);
    }

    private string Write(byte[] file)
    {
        var path = Path.Combine(_folder.Path, "document");
        File.WriteAllBytes(path, file);
        return path;
    }

    private async Task<IReadOnlyList<int>> StartedAsync(int count)
    {
        await Until.HoldsAsync($"{count} processes have started", () => Directory.GetFiles(_folder.Path).Count(IsId) == count);
        return [.. Directory.GetFiles(_folder.Path).Where(IsId).Select(file => int.Parse(Path.GetFileName(file)))];
    }

    private static bool IsId(string file) => int.TryParse(Path.GetFileName(file), out _);

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void AssertGone(int id) => Assert.False(IsAlive(id), $"Process {id} is still there.");
}
