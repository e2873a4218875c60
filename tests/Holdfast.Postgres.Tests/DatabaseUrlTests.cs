using Holdfast.Postgres.Addresses;
using Holdfast.Postgres.Sql;
using Npgsql;

namespace Holdfast.Postgres.Tests;

[Trait("Req", "CX-7")]
[Trait("Req", "RS-25")]
public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgres://ada:secret@db/chat", "db", 5432, "ada", "secret", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgresql://ada:secret@db:6000/chat", "db", 6000, "ada", "secret", "chat", "postgres://***@db:6000/chat")]
    [InlineData(" postgres://ada:s%40e%2Fc%3Ar%25et@db/chat ", "db", 5432, "ada", "s@e/c:r%et", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:p@ss@db/chat", "db", 5432, "ada", "p@ss", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:s/e:c@db/chat", "db", 5432, "ada", "s/e:c", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:12?secretrest@127.0.0.1:5470/holdfast", "127.0.0.1", 5470, "ada", "12?secretrest", "holdfast", "postgres://***@127.0.0.1:5470/holdfast")]
    [InlineData("postgres://ad?a:secretpw@db/chat", "db", 5432, "ad?a", "secretpw", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:se#cr&et=1@db/chat?sslmode=require", "db", 5432, "ada", "se#cr&et=1", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada@corp:secret@db/chat", "db", 5432, "ada@corp", "secret", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://a%64a@[::1]:6000/chat", "::1", 6000, "ada", null, "chat", "postgres://***@[::1]:6000/chat")]
    [InlineData("postgres://ada@%2Fvar%2Frun%2Fpostgresql/chat", "/var/run/postgresql", 5432, "ada", null, "chat", "postgres://***@/var/run/postgresql/chat")]
    [InlineData("postgres://ada:secret@/chat?host=/cloudsql/project:region:instance", "/cloudsql/project:region:instance", 5432, "ada", "secret", "chat", "postgres://***@/cloudsql/project:region:instance/chat")]
    [InlineData("postgres://ada@db", "db", 5432, "ada", null, "ada", "postgres://***@db:5432/")]
    [InlineData("postgres://ada@db:/chat", "db", 5432, "ada", null, "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://db/chat?user=ada&password=secret", "db", 5432, "ada", "secret", "chat", "postgres://***@db:5432/chat")]
    [InlineData("postgres://ada:secret@db1:6000,db2:6001/chat?target_session_attrs=read-write", "db1:6000,db2:6001", 5432, "ada", "secret", "chat", "postgres://***@db1:6000,db2:6001/chat")]
    [InlineData("postgres://ada:secret@[::1]:6000,db2/chat", "[::1]:6000,db2:5432", 5432, "ada", "secret", "chat", "postgres://***@[::1]:6000,db2:5432/chat")]
    [InlineData("Host=db;Port=6000;Username=ada;Password=secret;Database=chat", "db", 6000, "ada", "secret", "chat", "postgres://***@db:6000/chat")]
    [InlineData("host=db; port=6000; username=ada; password=se cret; database=chat", "db", 6000, "ada", "se cret", "chat", "postgres://***@db:6000/chat")]
    [InlineData("host=db port=6000 user=ada password=secret dbname=chat", "db", 6000, "ada", "secret", "chat", "postgres://***@db:6000/chat")]
    [InlineData("host = db user=ada password = 's e\\'c=r\\\\et;' dbname=chat", "db", 5432, "ada", "s e'c=r\\et;", "chat", "postgres://***@db:5432/chat")]
    [InlineData("password=se;c\\ ret host=db1,db2 port=6000,6001 user=ada dbname=chat", "db1:6000,db2:6001", 5432, "ada", "se;c ret", "chat", "postgres://***@db1:6000,db2:6001/chat")]
    [InlineData("host=db1,db2 port=6000 user=ada password='' dbname=chat", "db1,db2", 6000, "ada", null, "chat", "postgres://***@db1:6000,db2:6000/chat")]
    [InlineData("postgres://ada:secret@db/%D1%87%D0%B0%D1%82", "db", 5432, "ada", "secret", "чат", "postgres://***@db:5432/%D1%87%D0%B0%D1%82")]
    public void Every_form_is_read_and_shown_without_its_secrets(string text, string host, int port, string user, string? password, string database, string shown)
    {
        var url = DatabaseUrl.Parse(text);
        Assert.Equal((host, port, user, password, database), (url.Settings.Host, url.Settings.Port, url.Settings.Username, url.Settings.Password, url.Settings.Database));
        Assert.Equal(shown, url.Redacted);
    }

    [Theory]
    [InlineData("mysql://ada:secret@db/chat", "begins with \"mysql://\"")]
    [InlineData("jdbc:postgresql://db/chat?user=ada&password=secret", "begins with \"jdbc:\"")]
    [InlineData("postgres://ada:secret@db:0/chat", "port that is no number")]
    [InlineData("postgres://ada:secret@db:99999/chat", "port that is no number")]
    [InlineData("postgres://ada:secret%@db/chat", "\"%\" in the password")]
    [InlineData("postgres://ada:secret@[::1/chat", "without its \"]\"")]
    [InlineData("postgres://ada:secret@[db]/chat", "no IPv6 address")]
    [InlineData("postgres://ada:secret@[::1]secret/chat", "no IPv6 address")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=secret", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=99", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=1", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=prefer,require", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=Require", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?sslmode=", "value of sslmode")]
    [InlineData("postgres://ada:secret@db/chat?sslmod=secret", "number 1: did you mean sslmode?")]
    [InlineData("postgres://ada:secret@db/chat?user=ada&nonsense=secret", "not known, number 2")]
    [InlineData("postgres://ada:12?secret", "not known, number 1")]
    [InlineData("postgres://ada:p@12?secret", "not known, number 1")]
    [InlineData("postgres://ada:secret@db/chat?sslmode", "no value to sslmode")]
    [InlineData("postgres://ada:secret@db/chat#secret", "%23")]
    [InlineData("postgres://ada:secret@db/chat?password=se#cret", "%23")]
    [InlineData("postgres://ada:x@y?user=secret@db/chat", "more than one way")]
    [InlineData("postgres://ada@db/chat?password=p@secret", "more than one way")]
    [InlineData("postgres://ada:secret@/chat", "names no host")]
    [InlineData("postgres://ada:secret@:5432/chat", "names no host")]
    [InlineData("postgres://ada:secret@db,/chat", "names no host")]
    [InlineData("host=db,,db2 user=ada password=secret", "names no host")]
    [InlineData("postgres://ada:secret@db,db2/chat?port=1,2,3", "as many ports as hosts")]
    [InlineData("postgres://ada:secret@db/chat?hostaddr=10.0.0.1,10.0.0.2", "as many hosts as hostaddr")]
    [InlineData("Host=db;Password=secret;Nonsense=secret", "cannot be read")]
    [InlineData("Host=db;Password=a;secret", "cannot be read")]
    [InlineData("host=db user=ada password=se secret dbname=chat", "cannot be read")]
    [InlineData("host=db user=ada password='secret dbname=chat", "cannot be read")]
    [InlineData("host=db user=ada password=se dbname=secret dbname=chat", "twice")]
    [InlineData("host=db user=ada password=secret sslmod=require", "number 4: did you mean sslmode?")]
    [InlineData("user=ada password=secret dbname=chat", "cannot be read")]
    [InlineData("secret", "cannot be read")]
    [InlineData("ada:secret@db/chat", "cannot be read")]
    [InlineData("ada:top://secret@db/chat", "cannot be read")]
    public void What_is_wrong_is_said_without_showing_a_secret(string text, string because)
    {
        var error = Assert.Throws<FormatException>(() => DatabaseUrl.Parse(text));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    /// <summary>What the clouds and the tools print, each once.</summary>
    [Theory]
    [InlineData("Neon", "postgresql://neondb_owner:npg_abc@ep-cool-darkness-123456.us-east-2.aws.neon.tech/neondb?sslmode=require&channel_binding=require", "")]
    [InlineData("Neon without SNI", "postgres://ada:pw@ep-x.neon.tech/main?sslmode=require&options=endpoint%3Dep-x", "")]
    [InlineData("Supabase", "postgresql://postgres.abcdefgh:pw@aws-0-eu-central-1.pooler.supabase.com:5432/postgres", "")]
    [InlineData("Supabase for Prisma", "postgresql://postgres.abcdefgh:pw@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1", "pgbouncer connection_limit")]
    [InlineData("Vercel", "postgres://ada:pw@db.vercel-storage.com:5432/verceldb?sslmode=require&supa=base-pooler.x", "supa")]
    [InlineData("Heroku", "postgres://uabc:p1d@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d5", "")]
    [InlineData("Heroku with node", "postgres://uabc:p1d@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d5?ssl=true&sslmode=no-verify", "")]
    [InlineData("Render", "postgresql://ada:pw@dpg-abc-a.oregon-postgres.render.com/chat_x1y2", "")]
    [InlineData("Azure", "postgres://ada%40server:pw@server.postgres.database.azure.com/postgres?sslmode=require", "")]
    [InlineData("Azure for psql", "host=server.postgres.database.azure.com port=5432 dbname=postgres user=ada password=pw sslmode=require", "")]
    [InlineData("Azure for .NET", "Server=server.postgres.database.azure.com;Database=postgres;Port=5432;User Id=ada;Password=pw;Ssl Mode=Require;", "")]
    [InlineData("RDS", "postgresql://ada:pw@db.abc.eu-west-1.rds.amazonaws.com:5432/postgres?sslmode=verify-full&sslrootcert=/certs/global-bundle.pem", "")]
    [InlineData("Cloud SQL", "postgresql://ada:pw@/postgres?host=/cloudsql/p:r:i", "")]
    [InlineData("DigitalOcean", "postgresql://doadmin:pw@db-do-user-1-0.b.db.ondigitalocean.com:25060/defaultdb?sslmode=require", "")]
    [InlineData("Fly", "postgres://ada:pw@app-db.flycast:5432?sslmode=disable", "")]
    [InlineData("Prisma", "postgresql://ada:pw@db:5432/chat?schema=public&connection_limit=5&pool_timeout=2&socket_timeout=3&connect_timeout=10&sslmode=require&sslaccept=strict", "schema connection_limit pool_timeout socket_timeout")]
    [InlineData("asyncpg", "postgresql://ada:pw@db/chat?ssl=require&statement_cache_size=0", "statement_cache_size")]
    [InlineData("pgx", "postgresql://ada:pw@db/chat?pool_max_conns=10&default_query_exec_mode=exec", "pool_max_conns default_query_exec_mode")]
    [InlineData("libpq", "postgresql://ada:pw@db/chat?gssencmode=disable&sslnegotiation=direct&sslmode=require&keepalives=1&keepalives_idle=30&keepalives_interval=10&keepalives_count=3&connect_timeout=0&application_name=x&fallback_application_name=y&client_encoding=UTF8&tcp_user_timeout=0&require_auth=scram-sha-256&load_balance_hosts=random&krbsrvname=postgres&replication=false&sslcertmode=allow&sslsni=1&sslcompression=0&requiressl=1&max_protocol_version=3.2", "keepalives_count client_encoding tcp_user_timeout sslsni sslcompression max_protocol_version")]
    public void What_is_printed_is_taken(string whose, string text, string passedOver)
    {
        var url = DatabaseUrl.Parse(text);
        Assert.True(url.Settings.Host!.Length > 0, whose);
        Assert.Equal(passedOver, string.Join(' ', url.PassedOver));
        using var source = new Database(url, "holdfast", maxConnections: 1, TimeProvider.System).Source;
    }

    [Theory]
    [InlineData("service=secret", "service")]
    [InlineData("sslcrl=secret", "sslcrl")]
    [InlineData("requirepeer=secret", "requirepeer")]
    [InlineData("scram_client_key=secret", "scram_client_key")]
    [InlineData("oauth_client_secret=secret", "oauth_client_secret")]
    [InlineData("replication=database", "replication")]
    [InlineData("target_session_attrs=standby", "takes no writes")]
    [InlineData("target_session_attrs=secret", "value of target_session_attrs")]
    [InlineData("channel_binding=secret", "value of channel_binding")]
    [InlineData("channel_binding=1", "value of channel_binding")]
    [InlineData("gssencmode=secret", "value of gssencmode")]
    [InlineData("require_auth=secret", "value of require_auth")]
    [InlineData("connect_timeout=secret", "value of connect_timeout")]
    [InlineData("ssl=secret", "value of ssl")]
    [InlineData("sslnegotiation=direct", "sslmode=require or more")]
    [InlineData("ssl_max_protocol_version=TLSv1.1", "too old")]
    [InlineData("ssl_min_protocol_version=SSLv3", "value of ssl_min_protocol_version")]
    public void What_would_make_it_another_connection_is_refused_by_name(string parameter, string because)
    {
        var error = Assert.Throws<FormatException>(() => DatabaseUrl.Parse($"postgres://ada:pw@db/chat?{parameter}"));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("=secret", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void What_the_driver_knows_as_well_is_passed_on_with_libpqs_meaning()
    {
        var settings = DatabaseUrl.Parse(
            "postgres://ada:pw@name/chat?hostaddr=10.0.0.7&keepalives_idle=30&keepalives_interval=10&channel_binding=require&gssencmode=disable&sslmode=require"
            + "&sslnegotiation=direct&connect_timeout=3&fallback_application_name=y&options=-c%20x.y%3D1&passfile=/p&sslcert=/c&sslkey=/k&sslpassword=s&target_session_attrs=read-write").Settings;

        Assert.Equal(("10.0.0.7", 30, 10), (settings.Host, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval));
        Assert.Equal((ChannelBinding.Require, "ScramSHA256"), (settings.ChannelBinding, settings.RequireAuth));
        Assert.Equal((GssEncryptionMode.Disable, SslNegotiation.Direct, SslMode.Require), (settings.GssEncryptionMode, settings.SslNegotiation, settings.SslMode));
        Assert.Equal((3, "y", "-c x.y=1"), (settings.Timeout, settings.ApplicationName, settings.Options));
        Assert.Equal(("/p", "/c", "/k", "s"), (settings.Passfile, settings.SslCertificate, settings.SslKey, settings.SslPassword));
        Assert.Null(settings.TargetSessionAttributes);
        Assert.Equal("ScramSHA256", DatabaseUrl.Parse("Host=db;Username=ada;Channel Binding=Require").Settings.RequireAuth);
        Assert.Equal("!MD5,!Password", DatabaseUrl.Parse("postgres://ada:pw@db/chat?require_auth=!md5,!password").Settings.RequireAuth);
        Assert.Equal(0, DatabaseUrl.Parse("postgres://ada:pw@db/chat?keepalives=0&keepalives_idle=30").Settings.TcpKeepAliveTime);
    }

    [Theory]
    [InlineData("", "Prefer Nothing")]
    [InlineData("sslmode=disable", "Disable Nothing")]
    [InlineData("sslmode=allow", "Allow Nothing")]
    [InlineData("sslmode=require", "Require Nothing")]
    [InlineData("ssl=true", "Require Nothing")]
    [InlineData("ssl=false", "Disable Nothing")]
    [InlineData("requiressl=1", "Require Nothing")]
    [InlineData("sslmode=no-verify", "Require Nothing")]
    [InlineData("sslmode=verify-full", "Require ChainAndName")]
    [InlineData("sslrootcert=system", "Require ChainAndName")]
    [InlineData("sslmode=verify-full&sslrootcert=system", "Require ChainAndName")]
    [InlineData("sslmode=verify-full&sslrootcert=/ca.pem", "Require ChainAndName /ca.pem")]
    [InlineData("sslmode=verify-ca&sslrootcert=/ca.pem", "Require Chain /ca.pem")]
    [InlineData("sslmode=require&sslrootcert=/ca.pem", "Require Chain /ca.pem")]
    [InlineData("sslrootcert=/ca.pem", "Prefer Chain /ca.pem")]
    [InlineData("sslaccept=strict", "Require ChainAndName")]
    [InlineData("sslmode=require&sslaccept=accept_invalid_certs", "Require Nothing")]
    [InlineData("host=/run/postgresql&sslmode=require&sslrootcert=/ca.pem", "Disable Chain /ca.pem")]
    public void Who_the_server_must_be_is_what_libpq_demands(string parameters, string demand)
    {
        var url = DatabaseUrl.Parse($"postgres://ada:pw@db/chat?{parameters}");
        Assert.Equal(demand, $"{url.Settings.SslMode} {url.Certificate.Check.Demand} {url.Certificate.Check.Authorities?.Path}".TrimEnd());
        Assert.Null(url.Settings.RootCertificate);
    }

    [Theory]
    [InlineData("SSL Mode=Require", "Require Nothing")]
    [InlineData("SSL Mode=Require;Root Certificate=/ca.pem", "Require Chain /ca.pem")]
    [InlineData("SSL Mode=VerifyCA", "Require Chain")]
    [InlineData("SSL Mode=VerifyFull;Root Certificate=/ca.pem", "Require ChainAndName /ca.pem")]
    public void So_it_is_in_Npgsqls_words(string keys, string demand)
    {
        var url = DatabaseUrl.Parse($"Host=db;Username=ada;Check Certificate Revocation=true;{keys}");
        Assert.True(url.Certificate.ChecksRevocation);
        Assert.Equal(demand, $"{url.Settings.SslMode} {url.Certificate.Check.Demand} {url.Certificate.Check.Authorities?.Path}".TrimEnd());
    }

    [Theory]
    [InlineData("sslmode=require&sslrootcert=system", "needs sslmode=verify-full")]
    [InlineData("sslmode=verify-ca", "without sslrootcert")]
    [InlineData("sslmode=no-verify&sslrootcert=/ca.pem", "beside sslmode=no-verify")]
    [InlineData("sslmode=disable&ssl=true", "contrary")]
    [InlineData("sslmode=verify-full&sslaccept=accept_invalid_certs", "contrary")]
    [InlineData("sslmode=disable&sslaccept=strict", "contrary")]
    public void What_contradicts_itself_is_refused(string parameters, string because)
    {
        var error = Assert.Throws<FormatException>(() => DatabaseUrl.Parse($"postgres://ada:pw@db/chat?{parameters}"));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }
}
