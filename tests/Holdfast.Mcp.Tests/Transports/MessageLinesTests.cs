using System.Text;
using Holdfast.Mcp.Transports;
using ModelContextProtocol.Protocol;

namespace Holdfast.Mcp.Tests.Transports;

[Trait("Req", "AS-15")]
public sealed class MessageLinesTests
{
    private const int Most = 65_536;

    [Fact]
    public async Task Lines_come_whole_however_they_are_cut_on_their_way()
    {
        string[] lines = ["{\"a\":1}", "", "  ", "ä€😀", new('x', Most), "{\"long\":\"" + new string('y', Most) + "\",\"id\":\"h7\"}", "\r", "last"];
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        foreach (var seed in Enumerable.Range(1, 40))
        {
            var read = await ReadAsync(new CutStream(bytes, new Random(seed)));
            Assert.Equal(["{\"a\":1}", "ä€😀", new string('x', Most), "too long h7", "last"], read);
        }
    }

    [Fact]
    public async Task After_a_line_without_measure_the_next_is_read()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"result\":\"" + new string('z', 5_000_000) + "\",\"id\":12}\n{\"id\":13}\n" + new string('g', 300_000));
        Assert.Equal(["too long 12", "{\"id\":13}"], await ReadAsync(new MemoryStream(bytes)));
    }

    private static async Task<List<string>> ReadAsync(Stream stream)
    {
        var read = new List<string>();
        await foreach (var line in MessageLines.ReadAsync(stream, Most, TestContext.Current.CancellationToken))
            read.Add(line.IsTooLong ? $"too long {line.Id}" : Encoding.UTF8.GetString(line.Bytes.Span));
        return read;
    }

    /// <summary>Gives a few bytes at a time, and now and then many.</summary>
    private sealed class CutStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(3) == 0 ? random.Next(1, 9) : random.Next(1, 40_000))], cancellationToken);
    }
}

[Trait("Req", "AS-15")]
public sealed class MessageIdSearchTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{}}""", "5")]
    [InlineData("""{"result":{"id":1,"x":[{"id":"no"}],"s":"\"id\":3,{"},"jsonrpc":"2.0","id":"h9"}""", "h9")]
    [InlineData("""{ "id" : -7 }""", "-7")]
    [InlineData("""{"id":null,"result":1}""", null)]
    [InlineData("""{"id":1.5}""", null)]
    [InlineData("""{"method":"id","params":"id"}""", null)]
    [InlineData("""{"text":"a\\","id":4}""", "4")]
    [InlineData("""[{"id":4}]""", null)]
    [InlineData("""no json "id": 4""", null)]
    public void The_id_is_that_of_the_message_and_of_nothing_in_it(string message, string? id)
    {
        Assert.Equal(id, MessageIdSearch.In(Encoding.UTF8.GetBytes(message))?.ToString());
        var piecewise = new MessageIdSearch();
        foreach (var one in Encoding.UTF8.GetBytes(message))
            piecewise.Read([one]);
        Assert.Equal(id, piecewise.Found?.ToString());
    }

    [Fact]
    public void A_number_and_a_text_are_told_apart()
    {
        Assert.Equal(new RequestId(5), MessageIdSearch.In("""{"id":5}"""u8));
        Assert.Equal(new RequestId("5"), MessageIdSearch.In("""{"id":"5"}"""u8));
    }
}
