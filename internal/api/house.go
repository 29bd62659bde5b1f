package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"qiju/internal/access"
	"qiju/internal/base/i18n"
	"qiju/internal/base/page"
	"qiju/internal/desk"
	"qiju/internal/desk/charts"
	"qiju/internal/desk/imports"
	"qiju/internal/desk/records"
	"qiju/internal/sales/account"
	"qiju/internal/sales/opportunity"
	"qiju/internal/sales/trade"
)

func (s *Server) houseRoutes() {
	s.chartRoutes()
	s.fileRoutes()
	s.importRoutes()
	s.auditRoutes()
	register(s, op(access.ListProducts, http.MethodGet, "/api/v1/products", "What we sell", "product"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[trade.Product]], error) {
			list, err := s.records.Products(ctx, by)
			return rows(list, ""), err
		})
}

// drawing says that an operation answers with SVG.
func drawing(o huma.Operation) huma.Operation {
	o.Responses = map[string]*huma.Response{
		"200": {Description: "SVG", Content: map[string]*huma.MediaType{svgType: {Schema: &huma.Schema{Type: "string"}}}},
	}
	return o
}

// PlaybookOut is the playbook with the tables that its forms choose from.
type PlaybookOut struct {
	Version int                       `json:"version"`
	Body    json.RawMessage           `json:"body" doc:"Gates, requirements, plays."`
	Tables  map[string][]account.Term `json:"tables" doc:"Codes with their texts, by name of the table."`
	Value   []account.Factor          `json:"valueFactors"`
	Place   []account.Factor          `json:"positionFactors"`
	Facts   []FactOut                 `json:"facts" doc:"Facts that a person may state."`
}

// FactOut is a fact of the catalogue.
type FactOut struct {
	Path string    `json:"path"`
	Name i18n.Text `json:"name"`
	Type string    `json:"type"`
	Unit string    `json:"unit,omitempty"`
}

func (s *Server) chartRoutes() {
	register(s, op(access.ListCharts, http.MethodGet, "/api/v1/charts", "The library of charts", "chart"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[charts.Row]], error) {
			list, err := s.charts.List(ctx, by)
			return rows(list, ""), err
		})
	type getIn struct {
		Who
		ID string `path:"id"`
	}
	register(s, op(access.GetChart, http.MethodGet, "/api/v1/charts/{id}", "One chart", "chart"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Body[charts.Detail], error) {
			d, err := s.charts.Get(ctx, by, in.ID)
			return &Body[charts.Detail]{d}, err
		})
	type drawIn struct {
		Who
		ID         string `path:"id"`
		Lang       string `query:"lang" enum:"zh,en,"`
		Standalone bool   `query:"standalone" doc:"With its own styles, for a file."`
	}
	register(s, drawing(op(access.GetChartDrawing, http.MethodGet, "/api/v1/charts/{id}/drawing", "A chart as a drawing", "chart")),
		func(ctx context.Context, by desk.Caller, lang i18n.Lang, in *drawIn) (*SVG, error) {
			b, err := s.charts.Drawing(ctx, by, in.ID, pick(in.Lang, lang), in.Standalone)
			return &SVG{ContentType: svgType, Body: b}, err
		})
	register(s, op(access.GetPlaybook, http.MethodGet, "/api/v1/playbook", "The playbook and the tables of its forms", "chart"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[PlaybookOut], error) {
			p, err := s.charts.Playbook(ctx, by)
			if err != nil {
				return nil, err
			}
			out := PlaybookOut{
				Version: p.Version, Body: p.Body, Tables: tables(), Value: account.ValueFactors(), Place: account.PositionFactors(), Facts: []FactOut{},
			}
			for _, f := range s.deals.Catalogue().All() {
				if f.Entered {
					out.Facts = append(out.Facts, FactOut{Path: f.Path, Name: f.Name(), Type: string(f.Type), Unit: f.Unit})
				}
			}
			return &Body[PlaybookOut]{out}, nil
		})
}

// tables are the codes that the forms of the web offer.
func tables() map[string][]account.Term {
	t := map[string][]account.Term{
		"phases": account.Phases(), "contactRoles": account.ContactRoles(), "relationLevels": account.RelationLevels(),
		"attitudes": account.Attitudes(), "coachStars": account.CoachStars(), "teamRoles": account.TeamRoles(),
		"dossierGroups": account.DossierGroups(),
	}
	for name, list := range opportunity.Tables() {
		for _, x := range list {
			t[name] = append(t[name], account.Term{Code: x.Code, Text: x.Text})
		}
	}
	return t
}

// FileOut is a stored file.
type FileOut struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Download is an answer with the content of a file. It is never shown in the
// page: an attachment, not sniffed, in a sandbox.
type Download struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	Body               func(huma.Context)
}

func (s *Server) fileRoutes() {
	type uploadIn struct {
		Who
		Parent  string `query:"parent" required:"true" doc:"Opportunity or account that the file belongs to."`
		Name    string `query:"name" required:"true" maxLength:"300"`
		RawBody []byte `contentType:"application/octet-stream"`
	}
	upload := op(access.UploadFile, http.MethodPost, "/api/v1/files", "Upload a file, 50 MiB at most", "file")
	upload.DefaultStatus = http.StatusCreated
	upload.MaxBodyBytes = maxBody
	register(s, upload, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *uploadIn) (*Body[FileOut], error) {
		f, err := s.records.Upload(ctx, by, in.Parent, in.Name, bytes.NewReader(in.RawBody))
		return &Body[FileOut]{FileOut{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size}}, err
	})
	type getIn struct {
		Who
		ID string `path:"id"`
	}
	register(s, op(access.GetFile, http.MethodGet, "/api/v1/files/{id}", "Download a file", "file"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Download, error) {
			f, content, err := s.records.Download(ctx, by, in.ID)
			if err != nil {
				return nil, err
			}
			return &Download{
				ContentType: f.Type, ContentDisposition: "attachment; filename*=UTF-8''" + url.PathEscape(f.Name),
				Body: func(c huma.Context) {
					defer func() { _ = content.Close() }()
					if _, err := io.Copy(c.BodyWriter(), content); err != nil {
						s.log.WarnContext(ctx, "download broke off", slog.String("error", err.Error()))
					}
				},
			}, nil
		})
}

func (s *Server) importRoutes() {
	type createIn struct {
		Who
		Body imports.Request
	}
	create := op(access.CreateImport, http.MethodPost, "/api/v1/imports", "Import a CSV file", "import")
	create.DefaultStatus = http.StatusAccepted
	create.MaxBodyBytes = maxBody
	register(s, create, func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *createIn) (*Tagged[imports.Import], error) {
		return imported(s.imports.Start(ctx, by, in.Body))
	})
	type getIn struct {
		Who
		ID string `path:"id"`
	}
	register(s, op(access.GetImport, http.MethodGet, "/api/v1/imports/{id}", "One import and how far it is", "import"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[imports.Import], error) {
			return imported(s.imports.Get(ctx, by, in.ID))
		})
	register(s, op(access.ListImports, http.MethodGet, "/api/v1/imports", "Imports, newest first", "import"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[Rows[imports.Import]], error) {
			list, err := s.imports.List(ctx, by)
			return rows(list, ""), err
		})
	register(s, op(access.CancelImport, http.MethodPost, "/api/v1/imports/{id}/cancel", "Stop an import after its present batch", "import"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[imports.Import], error) {
			return imported(s.imports.Cancel(ctx, by, in.ID))
		})
	type acceptIn struct {
		Who
		ID   string `path:"id"`
		Body struct {
			Kind   string `json:"kind" enum:"product"`
			Value  string `json:"value"`
			Target string `json:"target,omitempty"`
		}
	}
	register(s, op(access.AcceptSuggestion, http.MethodPost, "/api/v1/imports/{id}/accept-suggestion", "Attach what waits for a value", "import"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *acceptIn) (*Tagged[imports.Import], error) {
			return imported(s.imports.AcceptSuggestion(ctx, by, in.ID, in.Body.Kind, in.Body.Value, in.Body.Target))
		})
	register(s, op(access.UndoImport, http.MethodPost, "/api/v1/imports/{id}/undo", "Undo an import", "import"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *getIn) (*Tagged[imports.Import], error) {
			return imported(s.imports.Undo(ctx, by, in.ID))
		})
}

func imported(i imports.Import, err error) (*Tagged[imports.Import], error) {
	return &Tagged[imports.Import]{ETag: etag(i.Rev), Body: i}, err
}

// AuditOut is an audit line; of a refusal also its text.
type AuditOut struct {
	records.AuditLine
	RefusedText *i18n.Text `json:"refusedText,omitempty"`
}

func (s *Server) auditOut(l records.AuditLine) AuditOut {
	out := AuditOut{AuditLine: l}
	if l.Refused == "" {
		return out
	}
	args := map[string]any{}
	if l.After != nil && json.Unmarshal(l.After, &args) != nil {
		args = nil
	}
	out.RefusedText = &i18n.Text{ZH: s.words.Message(i18n.ZH, l.Refused, args), EN: s.words.Message(i18n.EN, l.Refused, args)}
	return out
}

func (s *Server) auditRoutes() {
	type listIn struct {
		Who
		PageIn
		Subject string `query:"subject"`
	}
	register(s, op(access.ListAudit, http.MethodGet, "/api/v1/audit", "The audit trail, newest first", "audit"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, in *listIn) (*Body[Rows[AuditOut]], error) {
			p, err := s.records.Audit(ctx, by, records.AuditQuery{Subject: in.Subject, Request: page.Request{After: in.After, Limit: in.Limit}})
			out := make([]AuditOut, len(p.Rows))
			for i, l := range p.Rows {
				out[i] = s.auditOut(l)
			}
			return rows(out, p.Next), err
		})
	register(s, op(access.VerifyAudit, http.MethodGet, "/api/v1/audit/verification", "Prove the audit chain", "audit"),
		func(ctx context.Context, by desk.Caller, _ i18n.Lang, _ *struct{ Who }) (*Body[records.AuditReport], error) {
			r, err := s.records.Verify(ctx, by)
			return &Body[records.AuditReport]{r}, err
		})
}
