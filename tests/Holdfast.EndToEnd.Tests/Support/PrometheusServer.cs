using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Holdfast.Testing;
using Holdfast.Testing.Servers;
using Holdfast.Tests.Repository;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A real Prometheus with the settings and rules that are shipped, which looks each second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _output = new();
    private readonly HttpClient _http;
    private readonly Process _process;

    private PrometheusServer(int scraped)
    {
        var port = Ports.Free();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        var shipped = Path.Combine(Sources.Root, "deploy", "prometheus");
        File.Copy(Path.Combine(shipped, "alerts.yml"), Path.Combine(_folder.Path, "alerts.yml"));
        var settings = File.ReadAllText(Path.Combine(shipped, "prometheus.yml"));
        Assert.Contains("127.0.0.1:8093", settings, StringComparison.Ordinal);
        var file = Path.Combine(_folder.Path, "prometheus.yml");
        File.WriteAllText(file, settings.Replace("127.0.0.1:8093", $"127.0.0.1:{scraped}", StringComparison.Ordinal).Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal));
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(_folder.Path, "data")}", $"--web.listen-address=127.0.0.1:{port}"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            },
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
    }

    /// <summary>What it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts one that scrapes a server of this machine.</summary>
    /// <param name="scraped">The port of the server's health.</param>
    public static async Task<PrometheusServer> StartAsync(int scraped)
    {
        Assert.SkipUnless(File.Exists(Program), "Prometheus is not installed (Debian: apt-get install prometheus).");
        var server = new PrometheusServer(scraped);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await Eventually.SeeAsync("Prometheus answers", server.AnswersAsync, answers => answers);
        return server;
    }

    /// <summary>Asks it.</summary>
    /// <param name="what">Such as <c>rules</c>, or <c>query?query=up</c>.</param>
    /// <returns>What it calls the data.</returns>
    public async Task<JsonElement> AskAsync(string what)
    {
        using var answer = await _http.GetAsync(new Uri(what, UriKind.Relative));
        using var read = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, $"{what}: {read.RootElement}");
        return read.RootElement.GetProperty("data").Clone();
    }

    /// <summary>How many series an expression has now.</summary>
    /// <param name="expression">In PromQL.</param>
    public async Task<int> CountAsync(string expression) =>
        (await AskAsync($"query?query={Uri.EscapeDataString(expression)}")).GetProperty("result").GetArrayLength();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus has ended.\n{Output}");
        try
        {
            using var answer = await _http.GetAsync(new Uri("status/buildinfo", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
