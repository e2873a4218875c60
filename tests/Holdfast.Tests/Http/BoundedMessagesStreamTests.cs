using System.Text;
using Holdfast.Http;

namespace Holdfast.Tests.Http;

[Trait("Req", "TM-4")]
public sealed class BoundedMessagesStreamTests
{
    private const int Most = 100;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task A_stream_of_events_goes_on_for_ever_and_an_event_does_not(string end)
    {
        var fits = $"data: {new string('x', 60)}{end}id: 1{end}{end}";
        var events = string.Concat(Enumerable.Repeat(fits, 1_000));
        foreach (var piece in (int[])[1, 2, 7, 63, 4_096])
        {
            Assert.Equal(events, await ReadAsync(events, piece, hasEvents: true));
            await Assert.ThrowsAsync<AnswerTooLargeException>(() => ReadAsync($"{events}data: {new string('x', Most)}", piece, hasEvents: true));
            await Assert.ThrowsAsync<AnswerTooLargeException>(() => ReadAsync(string.Concat(Enumerable.Repeat($"data: x{end}", Most)), piece, hasEvents: true));
        }
    }

    [Fact]
    public async Task Anything_else_is_one_message()
    {
        Assert.Equal(Most, (await ReadAsync(new string('\n', Most), 7, hasEvents: false)).Length);
        await Assert.ThrowsAsync<AnswerTooLargeException>(() => ReadAsync(new string('\n', Most + 1), 7, hasEvents: false));
    }

    private static async Task<string> ReadAsync(string text, int piece, bool hasEvents)
    {
        await using var stream = new BoundedMessagesStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), Most, hasEvents);
        var (read, buffer) = (new StringBuilder(), new byte[piece]);
        while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            read.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return read.ToString();
    }
}
