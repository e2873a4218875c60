using System.IO.Compression;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing;
using Holdfast.Tests.Http;
using Microsoft.AspNetCore.Http;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Pages that people name are read, and what is not of the internet is not asked.</summary>
public sealed class WebPageTests : EndToEndTest
{
    private const string NotPublic = "Not fetched: That address is not public.";

    private SmallWeb _web = null!;
    private SmallWeb _inside = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_web, _inside) = (await SmallWeb.StartAsync(), await SmallWeb.StartAsync());
        _inside.Page("/", "secret");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _web.DisposeAsync();
        await _inside.DisposeAsync();
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task A_page_a_text_and_a_file_are_read_as_far_as_they_can_be()
    {
        await StartAsync(Allowed());
        _web.Page("/page", "<title>Kelp</title><nav>around</nav><h1>Kelp</h1><p>grows &amp; grows, <a href=/more>more</a>");
        _web.Redirect("/", "/page");
        _web.Page("/facts", """{"length": 45}""", "application/json");
        _web.Page("/file", "%PDF", "application/pdf");
        Assert.Equal(
            $"Title: Kelp\nAddress: {_web.At("/page")}\nType: text/html\nCharacters: 0 to {_web.At("/more").ToString().Length + 30} of {_web.At("/more").ToString().Length + 30}\n\n# Kelp\n\ngrows & grows, more ({_web.At("/more")})",
            await FetchAsync(_web.At("/")));
        Assert.EndsWith("Type: application/json\nCharacters: 0 to 14 of 14\n\n{\"length\": 45}", await FetchAsync(_web.At("/facts")), StringComparison.Ordinal);
        Assert.Equal($"{_web.At("/file")} is no text but a file of the type application/pdf. What is in it cannot be read with this tool.", await FetchAsync(_web.At("/file")));
        Assert.Equal("Not fetched: the host answered 404 (NotFound).", await FetchAsync(_web.At("/missing")));
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task A_long_page_is_read_in_parts()
    {
        await StartAsync(Allowed());
        _web.Page("/long", string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i:0000000000}")), "text/plain");
        var first = await FetchAsync(_web.At("/long"));
        Assert.Contains("Characters: 0 to 20000 of 30000. To go on, use start 20000", first, StringComparison.Ordinal);
        var second = await FetchAsync(_web.At("/long"), """, "start": 20000""");
        Assert.Contains("Characters: 20000 to 30000 of 30000\n\n0000002000", second, StringComparison.Ordinal);
        Assert.EndsWith("0000002999", second, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-9")]
    [Trait("Req", "SE-3")]
    public async Task What_is_not_of_the_internet_is_not_asked_by_number_by_name_or_by_redirect()
    {
        using var names = OwnMounts.OfNames(("169.254.169.254", "metadata.example"), ("127.0.0.1", "inside.example"), ("10.0.0.1", "wiki.example"), ("::1", "six.example"));
        await Keep(names.Prepare(Slack, [.. Allowed(), ("Fetch:AllowedPorts:0", _inside.Address.Port.ToString())])).StartAsync();
        _web.Redirect("/number", _inside.Address.ToString());
        _web.Redirect("/name", $"http://inside.example:{_inside.Address.Port}/");
        _web.Redirect("/metadata", "http://metadata.example/latest/meta-data/");
        foreach (var address in (string[])
        [
            "http://169.254.169.254/latest/meta-data/", "http://metadata.example/", "http://wiki.example/", "http://localhost/", "http://six.example/", "http://[::1]/", "http://2130706433/", _inside.Address.ToString(),
            $"http://inside.example:{_inside.Address.Port}/", $"http://localhost:{_inside.Address.Port}/", _web.At("/number").ToString(), _web.At("/name").ToString(), _web.At("/metadata").ToString(),
        ])
            Assert.Equal(NotPublic, await FetchAsync(new Uri(address)));
        Assert.Empty(_inside.Requests);
        Assert.DoesNotContain("latest", Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-9")]
    public async Task A_host_that_the_operator_allows_is_asked_wherever_its_name_leads()
    {
        using var names = OwnMounts.OfNames(("127.0.0.1", "wiki.example"), ("127.0.0.1", "other.example"));
        await Keep(names.Prepare(Slack, ("Fetch:AllowedHosts:0", $"wiki.example:{_inside.Address.Port}"))).StartAsync();
        Assert.EndsWith("secret", await FetchAsync(new Uri($"http://wiki.example:{_inside.Address.Port}/")), StringComparison.Ordinal);
        Assert.Equal($"Not fetched: Nothing is fetched from port {_inside.Address.Port}.", await FetchAsync(new Uri($"http://other.example:{_inside.Address.Port}/")));
        Assert.Single(_inside.Requests);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task What_the_model_puts_together_itself_is_not_fetched_and_what_a_page_links_to_is()
    {
        await StartAsync(Allowed());
        _web.Page("/page", "<a href=/more>more</a>");
        _web.Page("/more", "found");

        // A model writes such JSON too; in the words of the person the address does not stand.
        var linked = _web.At("/more").ToString().Replace("/", "\\/", StringComparison.Ordinal);
        Assert.StartsWith("Not fetched: nobody has named this address", await UseAsync($$"""use fetch_page {"url":"{{linked}}"}"""), StringComparison.Ordinal);
        Assert.Empty(_web.Requests);
        Assert.EndsWith("found", await UseAsync($$"""use fetch_page {"url":"{{_web.At("/page")}}"} then use fetch_page {"url":"{{linked}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-15")]
    [Trait("Req", "RS-3")]
    public async Task Killed_between_two_pages_it_reads_the_second_which_the_first_one_named()
    {
        await StartAsync(Allowed());
        _web.Page("/page", "<a href=/more>more</a>");
        _web.Pages["/more"] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        var linked = _web.At("/more").ToString().Replace("/", "\\/", StringComparison.Ordinal);
        var thread = World.MentionBot(General, Ada, $$"""use fetch_page {"url":"{{_web.At("/page")}}"} then use fetch_page {"url":"{{linked}}"}""");
        await _web.Asked.AtLeastAsync(2);
        await Server.KillAsync();
        _web.Page("/more", "found");
        await Server.StartAsync();
        await AnswerAsync(General, thread, "found");
        Assert.Equal(1, _web.Requests.Count(request => request.Target == "/page"));
    }

    [Fact]
    [Trait("Req", "AS-15")]
    [Trait("Req", "AS-21")]
    public async Task Pages_of_one_answer_are_read_at_once_and_a_stop_ends_all_of_them()
    {
        await StartAsync(Allowed());
        var (both, asked) = (new TaskCompletionSource(), 0);
        _web.Pages["/a"] = _web.Pages["/b"] = async context =>
        {
            if (Interlocked.Increment(ref asked) == 2) both.SetResult();
            await both.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync($"page {context.Request.Path}", context.RequestAborted);
        };
        var thread = World.MentionBot(General, Ada, Fetching("/a", "/missing", "/b"));
        var answer = await AnswerAsync(General, thread, "page /b");
        Assert.Equal(
            [$"page /a", "answered 404", "page /b"],
            Slack.Model.Recent[^1].Messages.Where(message => message.Role == "tool").Select(message => message.Text.Contains("404", StringComparison.Ordinal) ? "answered 404" : message.Text[^7..]));
        var (flow, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains("beside 2 others", flow.Json, StringComparison.Ordinal);

        var ended = new Counted("requests that were given up");
        _web.Pages["/hang"] = context =>
        {
            context.RequestAborted.Register(ended.Happened);
            return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        thread = World.MentionBot(General, Ada, Fetching("/hang", "/hang"));
        await Eventually.SeeAsync("both are asked for", () => _web.Requests.Count(request => request.Target == "/hang") == 2);
        World.PostAsUser(General, Ada, "stop", thread);
        await AnswerAsync(General, thread, "topped");
        await ended.AtLeastAsync(2);
    }

    [Fact]
    [Trait("Req", "AS-15")]
    [Trait("Req", "RS-3")]
    public async Task Killed_among_several_pages_it_reads_those_again_that_it_had_not_read()
    {
        await StartAsync(Allowed());
        _web.Page("/a", "page /a");
        foreach (var path in (string[])["/b", "/c", "/d", "/e"])
            _web.Pages[path] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        var thread = World.MentionBot(General, Ada, Fetching("/a", "/b", "/c", "/d", "/e"));
        await _web.Asked.AtLeastAsync(5);
        await Server.KillAsync();
        foreach (var path in (string[])["/b", "/c", "/d", "/e"])
            _web.Page(path, $"page {path}");
        await Server.StartAsync();
        await AnswerAsync(General, thread, "page /e");
        Assert.Equal(["/a 1", "/b 2", "/c 2", "/d 2", "/e 2"], _web.Requests.CountBy(request => request.Target).Select(asked => $"{asked.Key} {asked.Value}").Order());
    }

    [Fact]
    [Trait("Req", "AS-9")]
    public async Task Behind_a_proxy_it_is_asked_only_for_what_is_public()
    {
        using var names = OwnMounts.OfNames(("93.184.216.34", "public.example"), ("169.254.169.254", "metadata.example"));
        _web.Page("/", "through the proxy", "text/plain");
        await Keep(names.Prepare(Slack, ("HTTP_PROXY", _web.Address.ToString()), ("NO_PROXY", "127.0.0.1"))).StartAsync();
        Assert.EndsWith("through the proxy", await FetchAsync(new Uri("http://public.example/")), StringComparison.Ordinal);
        Assert.Equal("http://public.example/", Assert.Single(_web.Requests).Target);
        Assert.Equal(NotPublic, await FetchAsync(new Uri("http://metadata.example/")));
        Assert.Equal(NotPublic, await FetchAsync(new Uri("http://localhost/")));
        Assert.Equal(NotPublic, await FetchAsync(new Uri("http://127.0.0.1/")));
        Assert.Single(_web.Requests);
    }

    [Fact]
    [Trait("Req", "AS-9")]
    public async Task Hosts_that_send_too_much_or_too_slowly_do_no_harm()
    {
        await StartAsync([.. Allowed(), ("Fetch:Timeout", "00:00:03")]);
        var packed = Packed(1_000);
        _web.Pages["/bomb"] = async context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed, context.RequestAborted);
        };
        _web.Pages["/huge"] = async context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = 1_000_000_000;
            var chunk = new byte[1_000_000];
            Array.Fill(chunk, (byte)'x');
            for (var i = 0; i < 1_000; i++)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };
        _web.Pages["/drip"] = async context =>
        {
            await context.Response.WriteAsync("<p>");
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        var before = ProcessFacts.ResidentBytes(Server.ProcessId);
        Assert.Contains("the page is larger than 2,097 kB", await FetchAsync(_web.At("/bomb")), StringComparison.Ordinal);
        Assert.Contains("the page is larger than 2,097 kB", await FetchAsync(_web.At("/huge")), StringComparison.Ordinal);
        Assert.InRange(ProcessFacts.ResidentBytes(Server.ProcessId) - before, long.MinValue, 200_000_000);
        Assert.Equal("Not fetched: It did not come in time.", await FetchAsync(_web.At("/drip")));
    }

    private IEnumerable<(string Key, string Value)> Allowed() => [("Fetch:AllowedHosts:0", _web.Host)];

    private string Fetching(params string[] paths) => string.Join('\n', paths.Select(path => $$"""use fetch_page {"url":"{{_web.At(path)}}"}"""));

    private Task<string> FetchAsync(Uri address, string more = "") => UseAsync($$"""use fetch_page {"url":"{{address}}"{{more}}}""");

    /// <summary>What the model was given by the tool.</summary>
    private async Task<string> UseAsync(string words)
    {
        var thread = World.MentionBot(General, Ada, words);
        await AnswerAsync(General, thread, "fetch_page");
        return Slack.Model.Recent[^1].Messages.Last(message => message.Role == "tool").Text;
    }

    private static byte[] Packed(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1_000_000];
            Array.Fill(zeros, (byte)'x');
            for (var i = 0; i < megabytes; i++)
                packer.Write(zeros);
        }

        return packed.ToArray();
    }
}
