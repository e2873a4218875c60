using System.IO.Compression;
using System.Net;
using System.Text;
using Holdfast.Http;
using Holdfast.Http.Addresses;
using Holdfast.Http.Fetching;
using Holdfast.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Http.Fetching;

/// <summary>Pages of a host that the operator allows, and what hosts do to those who fetch.</summary>
[Trait("Req", "AS-9")]
public sealed class WebFetcherTests : IAsyncLifetime
{
    private const int Most = 100_000;
    private const string NotPublic = "That address is not public.";
    private const string Late = "It did not come in time.";
    private const string BrokeOff = "The host broke off in the midst of its answer, or encoded it wrongly.";

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private HttpMetrics _metrics = null!;
    private OutgoingHttp _http = null!;
    private OutgoingHttp _timedHttp = null!;
    private SmallWeb _web = null!;
    private SmallWeb _inside = null!;
    private WebFetcher _fetcher = null!;

    /// <summary>One for which time passes only as a test says.</summary>
    private WebFetcher _timed = null!;

    public async ValueTask InitializeAsync()
    {
        _metrics = new HttpMetrics(_meters);
        _http = new OutgoingHttp(_metrics, TimeProvider.System, NullLoggerFactory.Instance);
        _timedHttp = new OutgoingHttp(_metrics, _clock, NullLoggerFactory.Instance);
        (_web, _inside) = (await SmallWeb.StartAsync(), await SmallWeb.StartAsync());
        _inside.Page("/", "secret");
        var options = Options.Create(new FetchOptions { AllowedHosts = [_web.Host] });
        _fetcher = new WebFetcher(_http, new AddressRules(options), options, TimeProvider.System, NullLogger<WebFetcher>.Instance);
        _timed = new WebFetcher(_timedHttp, new AddressRules(options), options, _clock, NullLogger<WebFetcher>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        _timed.Dispose();
        await _web.DisposeAsync();
        await _inside.DisposeAsync();
        _http.Dispose();
        _timedHttp.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_page_comes_with_its_type_its_encoding_and_the_address_that_it_had_in_the_end()
    {
        _web.Page("/page", "<p>Grüße", "Text/HTML; Charset=\"UTF-8\"");
        _web.Redirect("/", "/a/?x=1", StatusCodes.Status301MovedPermanently);
        _web.Redirect("/a/", "../page", StatusCodes.Status307TemporaryRedirect);
        var page = await GetAsync("/#there");
        Assert.Equal((_web.At("/page"), HttpStatusCode.OK, "text/html", "UTF-8", "<p>Grüße", false), (page.Address, page.Status, page.MediaType, page.Charset, Text(page), page.IsCut));
    }

    [Fact]
    public async Task No_cookie_and_no_credentials_go_anywhere_nor_where_from()
    {
        _web.Pages["/"] = context =>
        {
            context.Response.Cookies.Append("session", "1");
            context.Response.Redirect("/page");
            return Task.CompletedTask;
        };
        _web.Page("/page", "here");
        await GetAsync("/");
        Assert.All(_web.Requests, request => Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], request.Headers.Keys.Order()));
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_no_more()
    {
        for (var i = 1; i <= 6; i++)
            _web.Redirect($"/{i}", $"/{i - 1}");
        _web.Page("/0", "there");
        Assert.Equal("there", Text(await GetAsync("/5")));
        Assert.Equal("It redirects more than 5 times.", await FailureAsync("/6"));
        _web.Redirect("/loop", "/loop");
        Assert.Equal("It redirects more than 5 times.", await FailureAsync("/loop"));
    }

    [Fact]
    public async Task A_redirect_is_looked_at_like_the_address_before_it()
    {
        _web.Redirect("/port", $"http://127.0.0.1:{_inside.Address.Port}/");
        _web.Redirect("/name", "http://localhost/");
        _web.Redirect("/metadata", "http://169.254.169.254/latest/meta-data/");
        _web.Redirect("/number", "//0x7f000001/");
        _web.Redirect("/file", "file:///etc/passwd");
        _web.Redirect("/user", $"http://admin@{_web.Host}/");
        _web.Redirect("/none", "http://");
        Assert.Equal($"Nothing is fetched from port {_inside.Address.Port}.", await FailureAsync("/port"));
        Assert.Equal(NotPublic, await FailureAsync("/name"));
        Assert.Equal(NotPublic, await FailureAsync("/metadata"));
        Assert.Equal(NotPublic, await FailureAsync("/number"));
        Assert.Equal("Only addresses that begin with http:// or https:// can be fetched.", await FailureAsync("/file"));
        Assert.Equal("An address with a user name or a password in it is not fetched.", await FailureAsync("/user"));
        Assert.Equal("It redirects to what is no address.", await FailureAsync("/none"));
        Assert.Empty(_inside.Requests);
    }

    [Theory]
    [InlineData("https://a.example/", "http://a.example/", false)]
    [InlineData("https://a.example/", "//b.example/x", true)]
    [InlineData("http://a.example/", "https://a.example/", true)]
    public void From_https_it_does_not_go_to_http(string from, string location, bool follows)
    {
        if (follows)
            WebFetcher.Redirected(new Uri(from), location);
        else
            Assert.Equal("It redirects from https to http, which is not followed.", Assert.Throws<FetchException>(() => WebFetcher.Redirected(new Uri(from), location)).Message);
    }

    [Fact]
    public async Task Of_a_body_that_is_too_long_there_is_the_beginning_or_a_failure()
    {
        _web.Pages["/endless"] = async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };
        var page = await GetAsync("/endless");
        Assert.Equal((Most, true), (page.Body!.Value.Length, page.IsCut));
        Assert.Equal("It is larger than 100 kB.", await FailureAsync("/endless", beginning: false));

        // What says beforehand that it is too long is not read at all.
        _web.Pages["/large"] = context =>
        {
            context.Response.ContentLength = 1_000_000_000;
            return context.Response.Body.FlushAsync();
        };
        Assert.Equal("It is larger than 100 kB.", await FailureAsync("/large", beginning: false));
    }

    [Fact]
    public async Task A_body_of_exactly_the_most_bytes_is_whole()
    {
        _web.Pages["/"] = context => context.Response.Body.WriteAsync(new byte[Most]).AsTask();
        var page = await GetAsync("/", beginning: false);
        Assert.Equal((Most, false), (page.Body!.Value.Length, page.IsCut));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_gigabyte_in_few_bytes_is_unpacked_as_far_as_it_is_wanted(string encoding)
    {
        var packed = Packed(encoding, megabytes: 1_000);
        Assert.True(packed.Length < 10_000_000);
        _web.Pages["/"] = async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(packed, context.RequestAborted);
        };
        var page = await GetAsync("/");
        Assert.Equal((Most, true), (page.Body!.Value.Length, page.IsCut));
        Assert.Equal("It is larger than 100 kB.", await FailureAsync("/", beginning: false));
    }

    [Fact]
    public async Task What_is_encoded_wrongly_or_ends_too_early_is_no_page()
    {
        _web.Pages["/wrong"] = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.WriteAsync("no gzip");
        };
        _web.Pages["/short"] = async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("short");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        Assert.Equal(BrokeOff, await FailureAsync("/wrong"));
        Assert.Contains("broke off", await FailureAsync("/short"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_drips_or_says_nothing_at_all_is_not_waited_for(bool drips)
    {
        _web.Pages["/"] = async context =>
        {
            if (drips)
                await context.Response.WriteAsync("<");
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        var failure = Assert.ThrowsAsync<FetchException>(() => _timed.GetAsync(_web.At("/"), new FetchOrder(HttpPurpose.Page, Most), CancellationToken.None));
        await _web.Asked.AtLeastAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Late, (await failure).Message);
    }

    [Fact]
    public async Task Redirects_do_not_make_the_time_longer()
    {
        var moved = new Counted("redirects");
        _web.Pages["/"] = async context =>
        {
            moved.Happened();
            if (moved.Times > 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            context.Response.Redirect("/");
        };
        var failure = Assert.ThrowsAsync<FetchException>(() => _timed.GetAsync(_web.At("/"), new FetchOrder(HttpPurpose.Page, Most), CancellationToken.None));
        await moved.AtLeastAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Late, (await failure).Message);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_passed_on()
    {
        _web.Pages["/"] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        using var cancel = new CancellationTokenSource();
        var fetch = _fetcher.GetAsync(_web.At("/"), new FetchOrder(HttpPurpose.Page, Most), cancel.Token);
        await _web.Asked.AtLeastAsync(1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    [Fact]
    public async Task What_is_not_wanted_is_not_read_and_what_is_no_success_has_no_body()
    {
        _web.Pages["/film"] = context =>
        {
            context.Response.ContentType = "video/mp4";
            context.Response.ContentLength = 4_000_000_000;
            return context.Response.Body.FlushAsync();
        };
        var film = await _fetcher.GetAsync(_web.At("/film"), new FetchOrder(HttpPurpose.Picture, Most) { WantsType = type => type == "image/png" }, CancellationToken.None);
        Assert.Equal(("video/mp4", 4_000_000_000, null), (film.MediaType, film.Length, film.Body));
        var missing = await GetAsync("/missing");
        Assert.Equal((HttpStatusCode.NotFound, false, null), (missing.Status, missing.IsSuccess, missing.Body));
    }

    [Fact]
    public async Task Who_is_not_there_is_said_to_be_so()
    {
        var gone = await SmallWeb.StartAsync();
        await gone.DisposeAsync();
        var options = Options.Create(new FetchOptions { AllowedHosts = [gone.Host] });
        using var fetcher = new WebFetcher(_http, new AddressRules(options), options, TimeProvider.System, NullLogger<WebFetcher>.Instance);
        var failed = await Assert.ThrowsAsync<FetchException>(() => fetcher.GetAsync(gone.Address, new FetchOrder(HttpPurpose.Page, Most), CancellationToken.None));
        Assert.Equal("The host could not be connected to.", failed.Message);
    }


    private Task<Fetched> GetAsync(string path, bool beginning = true) =>
        _fetcher.GetAsync(new Uri(_web.Address, path), new FetchOrder(HttpPurpose.Page, Most) { TakesBeginning = beginning }, CancellationToken.None);

    private async Task<string> FailureAsync(string path, bool beginning = true) => (await Assert.ThrowsAsync<FetchException>(() => GetAsync(path, beginning))).Message;

    private static string Text(Fetched page) => Encoding.UTF8.GetString(page.Body!.Value.Span);

    private static byte[] Packed(string encoding, int megabytes)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            var zeros = new byte[1_000_000];
            for (var i = 0; i < megabytes; i++)
                packer.Write(zeros);
        }

        return packed.ToArray();
    }
}
